package ai.rios.standalone.cli;

import java.util.List;

/** The options of {@code ./rios peer}, and which of its verbs take each one. Stateless. */
final class PeerOptions {
    private static final List<PeerOption> ALL = List.of(
            of(
                    "listen provide",
                    new Option("--tcp", "HOST:PORT", "where: addresses only (default 127.0.0.1:0, any free port)")),
            of("listen", new Option("--quic", "", "over QUIC too, at the same address and, unless it is 0, port")),
            of("listen", new Option("--no-tcp", "", "over QUIC alone: TCP is neither listened at nor dialed")),
            of(
                    "listen",
                    new Option(
                            "--key",
                            "FILE",
                            "the identity; it is made where there is none, with its folders\n"
                                    + "(default: a new one each time, which is not kept)")),
            of("provide find", new Option("--key", "TEXT", "what is provided")),
            of("listen", new Option("--relay", "", "be a relay for everybody, within limits")),
            of(
                    "listen",
                    new Option("--connections", "N", "at most, three quarters of them from outside (default 1024)")),
            of("listen", new Option("--via-relay", "ADDR", "be reached over this relay too")),
            of(
                    "ping identify echo perf handshakes idle",
                    new Option("--to", "ADDR", "whom, such as\n/ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…")),
            of("ping", new Option("--count", "N", "pings (default 1)")),
            of("echo", new Option("--count", "N", "frames on each stream (default 1)")),
            of("handshakes", new Option("--count", "N", "connections, one after another (default 1)")),
            of("idle", new Option("--count", "N", "connections at the same time, 1024 at most (default 1)")),
            of("find", new Option("--count", "N", "providers, at most (default 20)")),
            of("echo", new Option("--size", "BYTES", "of a frame, 64 MiB at most (default 1024)")),
            of("echo perf", new Option("--parallel", "N", "streams at the same time, 1024 at most (default 1)")),
            of("handshakes", new Option("--parallel", "N", "hosts that dial, 1024 at most (default 1)")),
            of("echo", new Option("--new-stream", "", "a new stream for every frame")),
            of("echo", new Option("--early-close", "", "half-close right behind the last frame")),
            of("perf", new Option("--upload", "BYTES", "to the peer, on each stream (default 0)")),
            of("perf", new Option("--download", "BYTES", "from the peer, on each stream (default 0)")),
            of(
                    "echo perf handshakes",
                    new Option("--by-line", "", "once for every line of standard input, until it ends")),
            of("idle", new Option("--seconds", "N", "how long, once all stand (default 10)")),
            of("listen", new Option("--dht-server", "", "serve a Kademlia network as well")),
            of("provide find", new Option("--bootstrap", "ADDR,…", "peers of the Kademlia network to begin with")),
            of("listen", new Option("--bootstrap", "ADDR,…", "the same, with --dht-server (default: it is the first)")),
            of("provide find", new Option("--dht-prefix", "PREFIX", "which network (default /rios)")),
            of("listen", new Option("--dht-prefix", "PREFIX", "the same, with --dht-server")),
            of("provide find", new Option("--dht-mode", "server|client", "(default: provide server, find client)")),
            of(
                    "listen ping identify echo perf handshakes idle provide find",
                    new Option(
                            "--security",
                            "noise|tls",
                            "that alone, over TCP and relays\n"
                                    + "(default: both, Noise first); QUIC always has TLS")));

    private PeerOptions() {}

    /** One option as some of the verbs take it. */
    private record PeerOption(List<String> verbs, Option option) {
        private Option described() {
            return new Option(option.name(), option.value(), String.join(", ", verbs) + ": " + option.meaning());
        }
    }

    private static PeerOption of(String verbs, Option option) {
        return new PeerOption(List.of(verbs.split(" ", -1)), option);
    }

    /** All, each with those verbs that take it. */
    static List<Option> described() {
        return ALL.stream().map(PeerOption::described).toList();
    }

    /** Refuses options that {@code verb} does not take, which it would pass over. */
    static void check(String verb, Arguments arguments) {
        for (String name : arguments.options()) {
            if (ALL.stream().noneMatch(known -> known.option.name().equals(name) && known.verbs.contains(verb))) {
                throw new UsageException("./rios peer " + verb + " has no option " + name + "; see ./rios help peer");
            }
        }
    }
}
