package ai.rios.standalone.cli;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.kad.Mode;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.standalone.peer.DhtMember;
import ai.rios.standalone.peer.DhtOptions;
import ai.rios.standalone.peer.EchoLoad;
import ai.rios.standalone.peer.HandshakeLoad;
import ai.rios.standalone.peer.IdleLoad;
import ai.rios.standalone.peer.Peer;
import ai.rios.standalone.peer.PeerLines;
import ai.rios.standalone.peer.PerfLoad;
import ai.rios.standalone.peer.Turns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./rios peer}: a libp2p peer for people who look into a network. Failures are a line of JSON too, with status 1, and so
 * is what cannot be understood, with status 2.
 */
record PeerVerb() implements Verb {
    private static final Pattern SOCKET = Pattern.compile("(?:\\[(?<six>[^]]+)]|(?<four>[^:]+)):(?<port>[0-9]{1,5})");

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public String summary() {
        return "a libp2p peer: peer listen, ping, echo and others; one JSON object a line";
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "peer listen      serves ping, identify, perf and echo until a signal comes",
                "peer ping        sends pings over one stream",
                "peer identify    asks a peer who it is",
                "peer echo        sends frames, and holds what comes back against them",
                "peer perf        sends bytes, and then takes bytes",
                "peer handshakes  connects and ends the connection, again and again",
                "peer idle        holds connections that are not used",
                "peer provide     tells a Kademlia network that it provides a text, until a signal comes",
                "peer find        finds who provides a text",
                "Exit status: 0 done; 1 failed; 2 not understood; the last two with an event \"error\" and its message.");
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--tcp", "HOST:PORT", "listen: where (default 127.0.0.1:0, any free port)"),
                new Option("--quic", "", "listen: over QUIC too, at the same address and, unless it is 0, port"),
                new Option("--no-tcp", "", "listen: over QUIC alone"),
                new Option(
                        "--key",
                        "FILE",
                        "listen: the identity, made where there is none (default: a new one each time);\n"
                                + "provide, find: the text itself"),
                new Option("--relay", "", "listen: be a relay for everybody, within limits"),
                new Option("--connections", "N", "listen: at most, three quarters of them from outside (default 1024)"),
                new Option("--via-relay", "ADDR", "listen: be reached over this relay too"),
                new Option("--to", "ADDR", "all others: whom, such as /ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…"),
                new Option(
                        "--count",
                        "N",
                        "pings, frames a stream, handshakes, connections (default 1; at most 1024 idle)"),
                new Option("--size", "BYTES", "echo: of a frame (default 1024)"),
                new Option("--parallel", "N", "echo, perf: streams at the same time; handshakes: hosts (default 1)"),
                new Option("--new-stream", "", "echo: a new stream for every frame"),
                new Option("--early-close", "", "echo: half-close right behind the last frame"),
                new Option("--upload", "BYTES", "perf: to the peer, on each stream (default 0)"),
                new Option("--download", "BYTES", "perf: from the peer, on each stream (default 0)"),
                new Option(
                        "--by-line",
                        "",
                        "echo, perf, handshakes: once for every line of standard input, until it ends"),
                new Option("--seconds", "N", "idle: how long, once all stand (default 10)"),
                new Option("--bootstrap", "ADDR,…", "provide, find, listen --dht-server: peers to begin with"),
                new Option("--dht-server", "", "listen: serve a Kademlia network as well"),
                new Option("--dht-prefix", "PREFIX", "which network (default /rios)"),
                new Option("--dht-mode", "server|client", "provide, find (default server, client)"),
                new Option("--security", "noise", "the one that there is"));
    }

    @Override
    public int mostWords() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        PeerLines lines = new PeerLines(out);
        try {
            run(arguments, new Peer(lines));
            return 0;
        } catch (IOException | MalformedException failure) {
            lines.fail(failure);
            return 1;
        }
    }

    @Override
    public void refuse(RuntimeException problem, PrintStream out, PrintStream err) {
        new PeerLines(out).fail(problem);
    }

    private static void run(Arguments arguments, Peer peer) throws IOException {
        if (!arguments.value("--security").orElse("noise").equals("noise")) {
            throw new UsageException("--security must be noise");
        }
        String word = arguments.words().isEmpty() ? "" : arguments.words().getFirst();
        switch (word) {
            case "listen" -> listen(arguments, peer);
            case "ping" -> peer.ping(to(arguments), arguments.number("--count", 1));
            case "identify" -> peer.identify(to(arguments));
            case "echo" -> peer.echo(to(arguments), understood(() -> echo(arguments)), turns(arguments));
            case "perf" -> peer.perf(to(arguments), understood(() -> perf(arguments)), turns(arguments));
            case "handshakes" ->
                peer.handshakes(to(arguments), understood(() -> handshakes(arguments)), turns(arguments));
            case "idle" -> peer.idle(to(arguments), understood(() -> idle(arguments)));
            case "provide" -> provide(arguments, peer);
            case "find" -> peer.find(dht(arguments, "client"), key(arguments), count(arguments));
            default ->
                throw new UsageException("./rios peer does one of listen, ping, identify, echo, perf, handshakes, idle,"
                        + " provide and find");
        }
    }

    private static Multiaddr to(Arguments arguments) {
        return peerAt("--to", arguments.value("--to").orElseThrow(() -> new UsageException("--to says whom to dial")));
    }

    private static Multiaddr peerAt(String option, String text) {
        try {
            Multiaddr address = Multiaddr.parse(text);
            if (address.peer().isPresent()) {
                return address;
            }
            throw new UsageException(option + " must end with the peer, /p2p/12D3KooW…, was \"" + text + "\"");
        } catch (MalformedException refused) {
            throw new UsageException(option + " must be an address: " + refused.getMessage());
        }
    }

    private static DhtOptions dht(Arguments arguments, String mode) {
        DhtOptions dht = dht(arguments, arguments.value("--dht-mode").orElse(mode), arguments.value("--bootstrap"));
        if (dht.bootstrap().isEmpty()) {
            throw new UsageException("--bootstrap says which peers to begin with");
        }
        return dht;
    }

    private static DhtOptions dht(Arguments arguments, String mode, Optional<String> bootstrap) {
        List<Multiaddr> peers = bootstrap.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(text -> peerAt("--bootstrap", text))
                .toList();
        return switch (mode) {
            case "server" -> new DhtOptions(prefix(arguments), Mode.SERVER, peers);
            case "client" -> new DhtOptions(prefix(arguments), Mode.CLIENT, peers);
            default -> throw new UsageException("--dht-mode must be server or client, was \"" + mode + "\"");
        };
    }

    private static String prefix(Arguments arguments) {
        String prefix = arguments.value("--dht-prefix").orElse("/rios");
        if (!prefix.matches("(/[^/\\s]+){1,9}") || prefix.length() > 100) {
            throw new UsageException("--dht-prefix must be such as /rios, was \"" + prefix + "\"");
        }
        return prefix;
    }

    private static String key(Arguments arguments) {
        return arguments.value("--key").orElseThrow(() -> new UsageException("--key says which text"));
    }

    private static int count(Arguments arguments) {
        int count = arguments.number("--count", 20);
        if (count < 1) {
            throw new UsageException("--count must be 1 or more, was " + count);
        }
        return count;
    }

    /** What a load refuses was not understood. */
    private static <T> T understood(Supplier<T> load) {
        try {
            return load.get();
        } catch (IllegalArgumentException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }

    private static Turns turns(Arguments arguments) {
        return arguments.has("--by-line") ? Turns.byLine(System.in) : Turns.ONCE;
    }

    private static EchoLoad echo(Arguments arguments) {
        return new EchoLoad(
                arguments.number("--size", 1_024),
                arguments.number("--count", 1),
                arguments.number("--parallel", 1),
                arguments.has("--new-stream"),
                arguments.has("--early-close"));
    }

    private static PerfLoad perf(Arguments arguments) {
        return new PerfLoad(
                arguments.bytes("--upload", 0), arguments.bytes("--download", 0), arguments.number("--parallel", 1));
    }

    private static HandshakeLoad handshakes(Arguments arguments) {
        return new HandshakeLoad(arguments.number("--count", 1), arguments.number("--parallel", 1));
    }

    private static IdleLoad idle(Arguments arguments) {
        return new IdleLoad(arguments.number("--count", 1), Duration.ofSeconds(arguments.number("--seconds", 10)));
    }

    private static void listen(Arguments arguments, Peer peer) throws IOException {
        if (!arguments.has("--dht-server") && arguments.value("--bootstrap").isPresent()) {
            throw new UsageException("--bootstrap is for a network, and so for --dht-server");
        }
        DhtOptions dht = dht(arguments, "server", arguments.value("--bootstrap"));
        HostLimits limits = understood(() -> HostLimits.DEFAULTS.withConnections(
                arguments.number("--connections", HostLimits.DEFAULTS.connections())));
        Host host = peer.listen(
                everywhere(arguments), arguments.value("--key").map(Path::of), arguments.has("--relay"), limits);
        Optional<Multiaddr> relay = arguments.value("--via-relay").map(Multiaddr::parse);
        if (relay.isPresent()) {
            reserve(peer, host, relay.get());
        }
        Runnable close = arguments.has("--dht-server") ? peer.serve(host, dht)::close : host::close;
        endBySignal(close);
        relay.ifPresent(over -> peer.sayReserved(host, over));
        peer.sayWhere(host);
        await(close);
    }

    private static void provide(Arguments arguments, Peer peer) throws IOException {
        DhtMember member =
                peer.provide(where(arguments), dht(arguments, "server"), key(arguments), PeerVerb::endBySignal);
        await(member::close);
    }

    /** To be called before it is said that a peer is there: whoever reads that may end it at once. Ended so is exit status 0. */
    private static void endBySignal(Runnable close) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            close.run();
            Runtime.getRuntime().halt(0);
        }));
    }

    private static void await(Runnable close) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            close.run();
            Thread.currentThread().interrupt();
        }
    }

    /** Where {@code listen} does. */
    private static List<Multiaddr> everywhere(Arguments arguments) {
        Multiaddr tcp = where(arguments);
        if (!arguments.has("--quic")) {
            if (arguments.has("--no-tcp")) {
                throw new UsageException("--no-tcp leaves nothing to listen at without --quic");
            }
            return List.of(tcp);
        }
        Multiaddr quic = Multiaddr.parse(tcp.toString().replace("/tcp/", "/udp/") + "/quic-v1");
        return arguments.has("--no-tcp") ? List.of(quic) : List.of(tcp, quic);
    }

    private static Multiaddr where(Arguments arguments) {
        return socket(arguments.value("--tcp").orElse("127.0.0.1:0"));
    }

    /** What is not reached as it should be does not listen at all. */
    private static void reserve(Peer peer, Host host, Multiaddr relay) throws IOException {
        boolean done = false;
        try {
            peer.reserve(host, relay);
            done = true;
        } finally {
            if (!done) {
                host.close();
            }
        }
    }

    private static Multiaddr socket(String text) {
        Matcher socket = SOCKET.matcher(text);
        if (!socket.matches()) {
            throw new UsageException(
                    "--tcp must be an address and a port, such as 127.0.0.1:0 or [::1]:4001, was \"" + text + "\"");
        }
        String ip = socket.group("six") == null ? "/ip4/" + socket.group("four") : "/ip6/" + socket.group("six");
        return Multiaddr.parse(ip + "/tcp/" + socket.group("port"));
    }
}
