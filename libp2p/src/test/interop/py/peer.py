"""A py-libp2p peer for the interoperability tests: the same verbs and lines as ./rios peer."""
import argparse
import json
import logging
import os
import platform
import sys
from importlib.metadata import version
from time import monotonic

import trio
from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.host.ping import ID as PING, PingService
from libp2p.identity.identify.identify import ID as IDENTIFY, parse_identify_response
from libp2p.network.stream.exceptions import StreamEOF
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.utils.varint import encode_uvarint
from multiaddr import Multiaddr

ECHO = "/rios/echo/1.0.0"
MOST_BYTES = 64 << 20
PIECE = 64 * 1024


def say(event, **facts):
    print(json.dumps({"event": event, **facts}, separators=(",", ":")), flush=True)


async def read_exactly(stream, count):
    parts = bytearray()
    while len(parts) < count:
        part = await stream.read(min(count - len(parts), PIECE))
        if not part:
            raise StreamEOF()
        parts += part
    return bytes(parts)


async def read_frame(stream):
    length = shift = 0
    while True:
        byte = (await read_exactly(stream, 1))[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    if length > MOST_BYTES:
        raise ValueError(f"a frame of {length} bytes")
    return await read_exactly(stream, length)


async def write_frame(stream, body):
    await stream.write(encode_uvarint(len(body)))
    for at in range(0, len(body), PIECE):
        await stream.write(body[at : at + PIECE])


async def serve_echo(stream):
    try:
        while True:
            await write_frame(stream, await read_frame(stream))
    except StreamEOF:
        await stream.close()


async def reset(stream):
    """The other side sees a reset."""
    await stream.reset()


async def listen(host, _):
    host.set_stream_handler(ECHO, serve_echo)
    host.set_stream_handler("/rios/reset/1.0.0", reset)
    host.set_stream_handler(PING, PingService(host).handle_ping)
    addrs = [str(addr) for addr in host.get_addrs()]
    say("listening", peer=str(host.get_id()), pid=os.getpid(), addrs=addrs)
    await trio.sleep_forever()


async def echo_on_stream(host, peer, body, count, ends):
    stream = await host.new_stream(peer, [ECHO])
    for _ in range(count):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(write_frame, stream, body)
            if await read_frame(stream) != body:
                raise ValueError("an echo differs")
    await stream.close_write()
    try:
        ends.append(await stream.read(1) == b"")
    except StreamEOF:
        ends.append(True)


async def echo(host, args):
    peer = await dial(host, args.to)
    body = os.urandom(args.size)
    ends = []
    start = monotonic()
    async with trio.open_nursery() as nursery:
        for _ in range(args.parallel):
            nursery.start_soon(echo_on_stream, host, peer, body, args.count, ends)
    frames = args.count * args.parallel
    seconds = monotonic() - start
    say("echo", ok=True, bytes=args.size * frames, frames=frames, seconds=seconds, halfClose=all(ends))


async def dial(host, to):
    info = info_from_p2p_addr(Multiaddr(to))
    await host.connect(info)
    return info.peer_id


async def pings(host, args):
    for millis in await PingService(host).ping(await dial(host, args.to), args.count):
        say("ping", us=1_000 * millis)


async def tell(host, args):
    stream = await host.new_stream(await dial(host, args.to), [IDENTIFY])
    told = parse_identify_response(await read_until_end(stream))
    say(
        "identify",
        agent=told.agent_version,
        protocolVersion=told.protocol_version,
        protocols=list(told.protocols),
        listenAddrs=[str(Multiaddr(addr)) for addr in told.listen_addrs],
    )


async def read_until_end(stream):
    parts = b""
    try:
        while part := await stream.read(PIECE):
            parts += part
    except StreamEOF:
        pass
    return parts


async def run(verb, args):
    at = [Multiaddr(args.tcp)] if verb is listen else []
    host = new_host(key_pair=create_new_key_pair(), muxer_preference="YAMUX", listen_addrs=at or None)
    async with host.run(at):
        await verb(host, args)


def main():
    verbs = {"listen": listen, "echo": echo, "ping": pings, "identify": tell}
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=[*verbs, "versions"])
    parser.add_argument("--tcp", default="/ip4/127.0.0.1/tcp/0")
    parser.add_argument("--to")
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=1)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if args.verb == "versions":
        say("versions", text=f"libp2p {version('libp2p')}, Python {platform.python_version()}")
        return
    try:
        trio.run(run, verbs[args.verb], args)
    except BaseException as failure:
        say("error", message=repr(failure))
        sys.exit(1)


main()
