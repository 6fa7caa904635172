package ai.rios.standalone.cli;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.kad.Mode;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.standalone.peer.DhtMember;
import ai.rios.standalone.peer.DhtOptions;
import ai.rios.standalone.peer.EchoLoad;
import ai.rios.standalone.peer.HandshakeLoad;
import ai.rios.standalone.peer.IdleLoad;
import ai.rios.standalone.peer.Peer;
import ai.rios.standalone.peer.PeerLines;
import ai.rios.standalone.peer.PerfLoad;
import ai.rios.standalone.peer.Security;
import ai.rios.standalone.peer.Turns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./rios peer}: a libp2p peer for people who look into a network. Failures are a line of JSON too, with status 1, and so
 * is what cannot be understood, with status 2.
 */
record PeerVerb() implements Verb {
    private static final List<String> VERBS =
            List.of("listen", "ping", "identify", "echo", "perf", "handshakes", "idle", "provide", "find");

    /** Of what is counted and has no bound of its own. */
    private static final int MOST = 999_999_999;

    private static final long MOST_BYTES = 999_999_999_999L;

    /** Each is a thread and a stream, or a host. */
    private static final int MOST_PARALLEL = 1_024;

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
                "Exit status: 0 done; 1 failed; 2 not understood; the last two with an event \"error\" and its message.",
                "SIGTERM and Ctrl-C end listen and provide in order, with status 0, and all others at once and without a line,",
                "with status 143 and 130.");
    }

    @Override
    public List<Option> options() {
        return PeerOptions.described();
    }

    @Override
    public int mostWords() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        PeerLines lines = new PeerLines(out);
        try {
            run(arguments, lines);
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

    private static void run(Arguments arguments, PeerLines lines) throws IOException {
        String verb = arguments.words().isEmpty() ? "" : arguments.words().getFirst();
        if (!VERBS.contains(verb)) {
            throw new UsageException("./rios peer does one of " + String.join(", ", VERBS));
        }
        PeerOptions.check(verb, arguments);
        Peer peer = new Peer(lines, security(arguments));
        switch (verb) {
            case "listen" -> listen(arguments, peer);
            case "provide" -> provide(arguments, peer);
            default -> dial(verb, arguments, peer);
        }
    }

    /** Those that end by themselves. A signal ends them sooner, and its exit status is the one that every process has by it. */
    private static void dial(String verb, Arguments arguments, Peer peer) throws IOException {
        Thread end = Thread.ofPlatform().name("stop").unstarted(peer::end);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            switch (verb) {
                case "ping" -> peer.ping(to(arguments), arguments.number("--count", 1, 1, MOST));
                case "identify" -> peer.identify(to(arguments));
                case "echo" -> peer.echo(to(arguments), echo(arguments), turns(arguments));
                case "perf" -> peer.perf(to(arguments), perf(arguments), turns(arguments));
                case "handshakes" -> peer.handshakes(to(arguments), handshakes(arguments), turns(arguments));
                case "idle" -> peer.idle(to(arguments), idle(arguments));
                default ->
                    peer.find(dht(arguments, "client"), key(arguments), arguments.number("--count", 20, 1, MOST));
            }
        } finally {
            forget(end);
        }
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) {
            // It runs already. Who returned now would end the process before it is done, and with another status.
            await(() -> {});
        }
    }

    private static Security security(Arguments arguments) {
        Optional<String> named = arguments.value("--security");
        if (named.isEmpty()) {
            return Security.BOTH;
        }
        if (arguments.value("--to").filter(PeerVerb::isQuicAlone).isPresent()) {
            throw new UsageException("--security is for TCP and relays, and --to goes over QUIC, which has TLS");
        }
        return switch (named.get()) {
            case "noise" -> Security.NOISE;
            case "tls" -> Security.TLS;
            default -> throw new UsageException("--security must be noise or tls, was \"" + named.get() + "\"");
        };
    }

    private static boolean isQuicAlone(String text) {
        Multiaddr to = peerAt("--to", text);
        return to.has(Protocol.QUIC_V1) && !to.isCircuit();
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

    private static Multiaddr relayAt(String text) {
        Multiaddr relay = peerAt("--via-relay", text);
        if (relay.isCircuit()) {
            throw new UsageException("--via-relay must be the relay's own address, was \"" + text + "\"");
        }
        return relay;
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

    private static Turns turns(Arguments arguments) {
        return arguments.has("--by-line") ? Turns.byLine(System.in) : Turns.ONCE;
    }

    private static EchoLoad echo(Arguments arguments) {
        return new EchoLoad(
                arguments.number("--size", 1_024, 0, EchoLoad.LONGEST),
                arguments.number("--count", 1, 1, MOST),
                parallel(arguments),
                arguments.has("--new-stream"),
                arguments.has("--early-close"));
    }

    private static PerfLoad perf(Arguments arguments) {
        return new PerfLoad(
                arguments.number("--upload", 0, 0, MOST_BYTES),
                arguments.number("--download", 0, 0, MOST_BYTES),
                parallel(arguments));
    }

    private static HandshakeLoad handshakes(Arguments arguments) {
        return new HandshakeLoad(arguments.number("--count", 1, 1, MOST), parallel(arguments));
    }

    private static IdleLoad idle(Arguments arguments) {
        return new IdleLoad(
                arguments.number("--count", 1, 1, IdleLoad.MOST),
                Duration.ofSeconds(arguments.number("--seconds", 10, 0, MOST)));
    }

    private static int parallel(Arguments arguments) {
        return arguments.number("--parallel", 1, 1, MOST_PARALLEL);
    }

    private static void listen(Arguments arguments, Peer peer) throws IOException {
        for (String option : List.of("--bootstrap", "--dht-prefix")) {
            if (!arguments.has("--dht-server") && arguments.has(option)) {
                throw new UsageException(option + " is for a network, and so for --dht-server");
            }
        }
        DhtOptions dht = dht(arguments, "server", arguments.value("--bootstrap"));
        HostLimits limits = HostLimits.DEFAULTS.withConnections(
                arguments.number("--connections", HostLimits.DEFAULTS.connections(), 1, MOST));
        Optional<Multiaddr> relay = arguments.value("--via-relay").map(PeerVerb::relayAt);
        Host host = peer.listen(
                everywhere(arguments), arguments.value("--key").map(Path::of), arguments.has("--relay"), limits);
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
        String form = "--tcp must be an address and a port, such as 127.0.0.1:0 or [::1]:4001, was \"" + text + "\"";
        if (!socket.matches()) {
            throw new UsageException(form);
        }
        String ip = socket.group("six") == null ? "/ip4/" + socket.group("four") : "/ip6/" + socket.group("six");
        try {
            return Multiaddr.parse(ip + "/tcp/" + socket.group("port"));
        } catch (MalformedException refused) {
            throw new UsageException(form + ": " + refused.getMessage());
        }
    }
}
