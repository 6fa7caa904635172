//! A rust-libp2p peer for the interoperability tests: the same verbs and lines as ./rios peer.
use std::{
    collections::HashMap,
    env,
    error::Error,
    process::exit,
    str::FromStr,
    time::{Duration, Instant},
};

use futures::{
    StreamExt,
    channel::mpsc::{UnboundedReceiver, unbounded},
    future::try_join_all,
};
use libp2p::{
    Multiaddr, Swarm, SwarmBuilder, identify,
    identity::Keypair,
    noise, ping,
    swarm::{NetworkBehaviour, SwarmEvent},
    tcp, yamux,
};
use serde_json::{Value, json};

mod echo;
mod streams;

type Fault = Box<dyn Error + Send + Sync>;
type Opened = UnboundedReceiver<Result<libp2p::Stream, Fault>>;

/// Of a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const FOR_EVER: Duration = Duration::from_secs(86_400);

#[derive(NetworkBehaviour)]
struct Behaviour {
    identify: identify::Behaviour,
    ping: ping::Behaviour,
    streams: streams::Behaviour,
}

fn say(line: Value) {
    println!("{line}");
}

/// A peer that opens so many streams on a connection that it dials, and pings every so often.
fn peer(open: usize, ping_every: Duration) -> Result<(Swarm<Behaviour>, Opened), Fault> {
    let (sender, opened) = unbounded();
    let behaviour = |key: &Keypair| Behaviour {
        identify: identify::Behaviour::new(
            identify::Config::new_with_signed_peer_record("interop/1.0.0".into(), key).with_agent_version("rust-libp2p/interop".into()),
        ),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(ping_every).with_timeout(PATIENCE)),
        streams: streams::Behaviour { open, opened: sender },
    };
    let swarm = SwarmBuilder::with_new_identity()
        .with_tokio()
        .with_tcp(tcp::Config::default(), noise::Config::new, yamux::Config::default)?
        .with_quic_config(|mut config| {
            config.handshake_timeout = PATIENCE;
            config.max_idle_timeout = PATIENCE.as_millis() as u32;
            config
        })
        .with_behaviour(behaviour)?
        .with_swarm_config(|config| config.with_idle_connection_timeout(FOR_EVER))
        .with_connection_timeout(PATIENCE)
        .build();
    Ok((swarm, opened))
}

async fn listen(at: Multiaddr) -> Result<(), Fault> {
    let (mut swarm, _opened) = peer(0, FOR_EVER)?;
    let id = *swarm.local_peer_id();
    swarm.listen_on(at)?;
    loop {
        if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
            let addrs = [format!("{address}/p2p/{id}")];
            say(json!({"event": "listening", "peer": id.to_string(), "pid": std::process::id(), "addrs": addrs}));
        }
    }
}

/// Dials, and looks at what happens until something is found in it.
async fn until<T>(swarm: &mut Swarm<Behaviour>, mut found: impl FnMut(BehaviourEvent) -> Result<Option<T>, Fault>) -> Result<T, Fault> {
    loop {
        match swarm.select_next_some().await {
            SwarmEvent::Behaviour(event) => {
                if let Some(result) = found(event)? {
                    return Ok(result);
                }
            }
            SwarmEvent::OutgoingConnectionError { error, .. } => return Err(error.into()),
            SwarmEvent::ConnectionClosed { cause, .. } => return Err(format!("the connection ended: {cause:?}").into()),
            _ => {}
        }
    }
}

async fn call(to: Multiaddr, size: usize, count: usize, parallel: usize) -> Result<(), Fault> {
    let (mut swarm, mut opened) = peer(parallel, FOR_EVER)?;
    swarm.dial(to)?;
    let body: Vec<u8> = (0..size).map(|at| (at * 31 + at / 251) as u8).collect();
    let start = Instant::now();
    let work = async {
        let mut streams = Vec::new();
        for _ in 0..parallel {
            streams.push(opened.next().await.ok_or("the peer is gone")??);
        }
        try_join_all(streams.into_iter().map(|stream| echo::call(stream, &body, count))).await?;
        Ok::<_, Fault>(())
    };
    tokio::select! {
        done = work => done?,
        ended = until(&mut swarm, |_| Ok(None)) => ended?,
    }
    let frames = count * parallel;
    say(json!({"event": "echo", "ok": true, "bytes": size * frames, "frames": frames,
        "seconds": start.elapsed().as_secs_f64(), "halfClose": true}));
    Ok(())
}

async fn pings(to: Multiaddr, count: usize) -> Result<(), Fault> {
    let (mut swarm, _opened) = peer(0, Duration::from_millis(10))?;
    swarm.dial(to)?;
    for _ in 0..count {
        let took = until(&mut swarm, |event| match event {
            BehaviourEvent::Ping(ping) => Ok(Some(ping.result?)),
            _ => Ok(None),
        })
        .await?;
        say(json!({"event": "ping", "us": took.as_micros() as u64}));
    }
    Ok(())
}

async fn tell(to: Multiaddr) -> Result<(), Fault> {
    let (mut swarm, _opened) = peer(0, FOR_EVER)?;
    swarm.dial(to)?;
    let told = until(&mut swarm, |event| match event {
        BehaviourEvent::Identify(identify::Event::Received { info, .. }) => Ok(Some(info)),
        BehaviourEvent::Identify(identify::Event::Error { error, .. }) => Err(error.into()),
        _ => Ok(None),
    })
    .await?;
    let protocols: Vec<_> = told.protocols.iter().map(ToString::to_string).collect();
    let addrs: Vec<_> = told.listen_addrs.iter().map(ToString::to_string).collect();
    say(
        json!({"event": "identify", "agent": told.agent_version, "protocolVersion": told.protocol_version,
        "protocols": protocols, "listenAddrs": addrs}),
    );
    Ok(())
}

/// What this was built from: its lock file says it.
fn versions() {
    let locked = include_str!("../Cargo.lock");
    let version = |name: &str| {
        let from = locked.find(&format!("name = \"{name}\"\n")).expect("it is locked");
        locked[from..].split('"').nth(3).expect("it has a version")
    };
    let names = ["libp2p", "libp2p-noise", "yamux", "libp2p-quic", "quinn"];
    let text = names.map(|name| format!("{name} {}", version(name))).join(", ");
    say(json!({"event": "versions", "text": format!("{text}, Rust {}", env!("RUST_VERSION"))}));
}

/// The value that follows a flag.
fn value<T: FromStr<Err: Error + Send + Sync + 'static>>(flags: &HashMap<String, String>, name: &str, unset: &str) -> Result<T, Fault> {
    Ok(flags.get(name).map_or(unset, String::as_str).parse()?)
}

async fn run(verb: &str, flags: HashMap<String, String>) -> Result<(), Fault> {
    let to = || value(&flags, "--to", "");
    let count = value(&flags, "--count", "1")?;
    match verb {
        "versions" => versions(),
        "listen" => listen(value(&flags, "--tcp", "/ip4/127.0.0.1/tcp/0")?).await?,
        "echo" => call(to()?, value(&flags, "--size", "1024")?, count, value(&flags, "--parallel", "1")?).await?,
        "ping" => pings(to()?, count).await?,
        "identify" => tell(to()?).await?,
        _ => return Err(format!("no verb {verb}").into()),
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (verb, rest) = arguments.split_first().expect("a verb");
    let flags = rest.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    if let Err(fault) = run(verb, flags).await {
        say(json!({"event": "error", "message": fault.to_string()}));
        exit(1);
    }
}
