package ai.rios.bench.libp2p;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of building the go peer. Immutable.
 *
 * @param peer there where it could be built
 * @param note which versions it is made of, or why it is not there
 */
public record GoPeer(Optional<Implementation> peer, String note) {
    /**
     * Builds it unless that is done; the first time this downloads packages.
     *
     * @param home the checkout's root
     */
    public static GoPeer build(Path home) {
        Path libp2p = home.resolve("libp2p");
        Command.Result built =
                Command.run(List.of(libp2p.resolve("src/test/interop/build").toString(), "go"));
        if (!built.isDone()) {
            return missing(built.lastLine());
        }
        Path program = libp2p.resolve("target/interop/go-peer");
        Command.Result versions = Command.run(List.of(program.toString(), "versions"));
        if (!versions.isDone()) {
            return missing(versions.lastLine());
        }
        String text = PeerLine.parse(versions.said()).text("text");
        return new GoPeer(Optional.of(new Implementation.Go(program)), "The floor is two peers of " + text + ".");
    }

    static GoPeer missing(String why) {
        return new GoPeer(
                Optional.empty(),
                "There is no go-libp2p here (" + why
                        + "), so ours is measured alone and goals against it are not judged.");
    }
}
