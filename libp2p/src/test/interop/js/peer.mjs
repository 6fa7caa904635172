// A js-libp2p peer for the interoperability tests: the same verbs and lines as ./rios peer.
import { randomFillSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { identify } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { lpStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const ECHO = '/rios/echo/1.0.0'
const MOST_BYTES = 64 << 20
const STREAMS = { maxInboundStreams: 256, maxOutboundStreams: 256 }
// Of a busy machine.
const PATIENCE = 60_000
const FRAMES = { maxDataLength: MOST_BYTES, maxBufferSize: 2 * MOST_BYTES }

const say = (event, facts) => console.log(JSON.stringify({ event, ...facts }))

const newNode = (listen = []) => createLibp2p({
  addresses: { listen },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: { identify: identify({ timeout: PATIENCE }), ping: ping({ timeout: PATIENCE }) },
  connectionManager: {
    inboundConnectionThreshold: 1_000,
    dialTimeout: PATIENCE,
    addressDialTimeout: PATIENCE,
    inboundUpgradeTimeout: PATIENCE,
    inboundStreamProtocolNegotiationTimeout: PATIENCE,
    outboundStreamProtocolNegotiationTimeout: PATIENCE
  },
  connectionMonitor: { enabled: false },
  nodeInfo: { userAgent: 'js-libp2p/interop' }
})

// What an lpStream throws at the other side's half-close; after a reset it may say the same.
const isHalfClose = (fault, stream) => fault.name === 'UnexpectedEOFError' && stream.status !== 'reset' && stream.status !== 'aborted'

async function serveEcho (stream) {
  const frames = lpStream(stream, FRAMES)
  while (true) {
    let frame
    try {
      frame = await frames.read()
    } catch (fault) {
      if (!isHalfClose(fault, stream)) throw fault
      await stream.close()
      return
    }
    await frames.write(frame)
  }
}

async function listen (at) {
  const node = await newNode([at])
  await node.handle(ECHO, serveEcho, STREAMS)
  // Opens a stream and resets it, so that the other side sees a reset.
  await node.handle('/rios/reset/1.0.0', stream => stream.abort(new Error('reset')), STREAMS)
  say('listening', { peer: node.peerId.toString(), pid: process.pid, addrs: node.getMultiaddrs().map(String) })
}

async function echoOnStream (connection, body, count) {
  const stream = await connection.newStream(ECHO, STREAMS)
  const frames = lpStream(stream, FRAMES)
  for (let at = 0; at < count; at++) {
    const [answer] = await Promise.all([frames.read(), frames.write(body)])
    if (Buffer.compare(answer.subarray(), body) !== 0) throw new Error('an echo differs')
  }
  await stream.close()
  const end = await frames.read().then(() => new Error('a frame too many'), fault => fault)
  if (!isHalfClose(end, stream)) throw end
}

async function echo (to, size, count, parallel) {
  const node = await newNode()
  const connection = await node.dial(multiaddr(to))
  const body = randomFillSync(Buffer.alloc(size))
  const start = performance.now()
  await Promise.all(Array.from({ length: parallel }, () => echoOnStream(connection, body, count)))
  const frames = count * parallel
  say('echo', { ok: true, bytes: size * frames, frames, seconds: (performance.now() - start) / 1000, halfClose: true })
  await node.stop()
}

async function pings (to, count) {
  const node = await newNode()
  for (let at = 0; at < count; at++) {
    const millis = await node.services.ping.ping(multiaddr(to))
    say('ping', { us: millis * 1000 })
  }
  await node.stop()
}

async function tell (to) {
  const node = await newNode()
  const identified = new Promise(resolve => node.addEventListener('peer:identify', event => resolve(event.detail)))
  await node.dial(multiaddr(to))
  const told = await identified
  say('identify', {
    agent: told.agentVersion,
    protocolVersion: told.protocolVersion,
    protocols: told.protocols,
    listenAddrs: told.listenAddrs.map(String)
  })
  await node.stop()
}

function versions () {
  const names = ['libp2p', '@chainsafe/libp2p-noise', '@chainsafe/libp2p-yamux']
  const read = name => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version
  say('versions', { text: [...names.map(name => `${name} ${read(name)}`), `Node ${process.versions.node}`].join(', ') })
}

const { values, positionals: [verb] } = parseArgs({
  allowPositionals: true,
  options: {
    tcp: { type: 'string', default: '/ip4/127.0.0.1/tcp/0' },
    to: { type: 'string' },
    size: { type: 'string', default: '1024' },
    count: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '1' }
  }
})
const verbs = {
  listen: () => listen(values.tcp),
  echo: () => echo(values.to, Number(values.size), Number(values.count), Number(values.parallel)),
  ping: () => pings(values.to, Number(values.count)),
  identify: () => tell(values.to),
  versions
}
try {
  if (!(verb in verbs)) throw new Error(`no verb ${verb}`)
  await verbs[verb]()
} catch (failure) {
  say('error', { message: String(failure?.stack ?? failure) })
  process.exit(1)
}
