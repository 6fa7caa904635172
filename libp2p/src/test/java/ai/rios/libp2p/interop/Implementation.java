package ai.rios.libp2p.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another implementation of libp2p: how its peer is built and started. Immutable.
 *
 * @param name what {@code src/test/interop/build} calls it
 * @param tools the programs that building and starting it take
 * @param agent how its peer's agent version begins
 * @param record whether it tells a peer record as the specification has it; rust-libp2p signs one of an older kind
 * @param command what starts the peer, before its arguments
 */
record Implementation(String name, List<String> tools, String agent, boolean record, List<String> command) {
    private static final Path BUILT = Path.of("target/interop").toAbsolutePath();

    static final Implementation GO =
            new Implementation("go", List.of("go"), "go-libp2p/interop", true, List.of(built("go-peer")));

    static final Implementation JS = new Implementation(
            "js",
            List.of("node", "npm"),
            "js-libp2p/interop",
            true,
            List.of("node", "--import", "file://" + built("js/polyfill.mjs"), built("js/peer.mjs")));

    static final Implementation PY = new Implementation(
            "py", List.of("python3"), "py-libp2p/", true, List.of(built("py/venv/bin/python"), built("py/peer.py")));

    static final Implementation RUST = new Implementation(
            "rust", List.of("cargo"), "rust-libp2p/interop", false, List.of(built("rust/debug/rust-peer")));

    private static String built(String file) {
        return BUILT.resolve(file).toString();
    }

    /** Builds its peer unless that is done already; skips the test, saying so, where a tool is not there. */
    void build() throws IOException, InterruptedException {
        for (String tool : tools) {
            assumeTrue(isThere(tool), tool + " is not there, so nothing was spoken with " + name + "-libp2p");
        }
        Files.createDirectories(BUILT);
        Path log = BUILT.resolve(name + "-build.log");
        Process build = new ProcessBuilder("src/test/interop/build", name)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!build.waitFor(15, TimeUnit.MINUTES)) {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
            throw new IOException("the " + name + " peer took longer than 15 minutes to build");
        }
        if (build.exitValue() != 0) {
            throw new IOException("the " + name + " peer was not built: " + Files.readString(log));
        }
    }

    /** The folders of the path, and those where the build looks too. */
    private static boolean isThere(String tool) {
        Stream<String> path =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"));
        Stream<String> more = Stream.of("/usr/local/go/bin", System.getProperty("user.home") + "/.cargo/bin");
        return Stream.concat(path, more).anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Starts its peer. */
    ForeignPeer start(String... arguments) throws IOException {
        return ForeignPeer.command(starting(arguments));
    }

    /** What starts its peer. */
    List<String> starting(String... arguments) {
        List<String> all = new ArrayList<>(command);
        Collections.addAll(all, arguments);
        return all;
    }

    /** What its peer says that it is made of. */
    String versions() throws IOException {
        try (ForeignPeer peer = start("versions")) {
            return ForeignPeer.text(peer.line("versions"), "text");
        }
    }
}
