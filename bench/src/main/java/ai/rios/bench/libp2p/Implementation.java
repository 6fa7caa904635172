package ai.rios.bench.libp2p;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A libp2p implementation as a program with the verbs of {@code ./rios peer}. Immutable. */
public sealed interface Implementation {
    /** In the figures. */
    String name();

    /** Dials, with these words behind the program's name. */
    List<String> dialer(Network network, List<String> words);

    /** Listens, and takes more than a thousand connections. */
    List<String> listener(Network network);

    /** Has a listener collect its garbage and give memory back, and returns when that is done. */
    void collectGarbage(PeerProcess listener);

    /**
     * Ours, by the launcher.
     *
     * @param home the checkout's root
     */
    record Ours(Path home) implements Implementation {
        /** Three quarters of them may come from outside. */
        private static final String CONNECTIONS = "2048";

        @Override
        public String name() {
            return "ours";
        }

        @Override
        public List<String> dialer(Network network, List<String> words) {
            // Whom it dials says over what.
            return joined(List.of(home.resolve("rios").toString(), "peer"), words);
        }

        @Override
        public List<String> listener(Network network) {
            List<String> listen = List.of("listen", "--connections", CONNECTIONS);
            return dialer(
                    network,
                    switch (network) {
                        case TCP -> listen;
                        case QUIC -> joined(listen, List.of("--quic", "--no-tcp"));
                    });
        }

        @Override
        public void collectGarbage(PeerProcess listener) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Command.must(List.of(jcmd, Long.toString(listener.pid()), "GC.run"));
        }
    }

    /**
     * go-libp2p, by the peer of the interoperability tests.
     *
     * @param program built
     */
    record Go(Path program) implements Implementation {
        @Override
        public String name() {
            return "go-libp2p";
        }

        @Override
        public List<String> dialer(Network network, List<String> words) {
            List<String> command = joined(List.of(program.toString()), words);
            return switch (network) {
                case TCP -> command;
                case QUIC -> joined(command, List.of("--quic"));
            };
        }

        @Override
        public List<String> listener(Network network) {
            return dialer(network, List.of("listen"));
        }

        @Override
        public void collectGarbage(PeerProcess listener) {
            Command.must(List.of("kill", "-USR1", Long.toString(listener.pid())));
            listener.await("collected");
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
