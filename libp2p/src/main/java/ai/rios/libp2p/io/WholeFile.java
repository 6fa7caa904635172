package ai.rios.libp2p.io;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to outlive the process, in a file that is there whole or not at all: the SHA-256 of what follows, and then that.
 * Thread-safe as long as one at a time writes.
 */
public final class WholeFile {
    private static final Logger LOG = System.getLogger(WholeFile.class.getName());
    private static final int DIGEST = 32;

    private final Path file;
    private final int longest;

    /**
     * A file that is there or not.
     *
     * @param longest bytes of it, at most; a longer one counts as damaged
     */
    public WholeFile(Path file, int longest) {
        this.file = file.toAbsolutePath();
        this.longest = longest;
    }

    /**
     * What {@code decode} makes of what was saved; empty where there is nothing. Where that is damaged it is said once, and
     * the file is set aside under its name and {@code .damaged}.
     *
     * @param decode throws {@link MalformedException} for what it cannot read
     * @throws IOException when the file is there and cannot be read, or cannot be set aside
     */
    public <T> Optional<T> load(Function<byte[], T> decode) throws IOException {
        byte[] whole;
        try (InputStream in = Files.newInputStream(file)) {
            whole = in.readNBytes(longest + 1);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode.apply(open(whole, longest)));
        } catch (MalformedException damaged) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.log(
                    Level.WARNING,
                    "a file is damaged and is set aside; what it held is learnt anew file={0} reason={1}",
                    aside,
                    damaged.getMessage());
            return Optional.empty();
        }
    }

    /**
     * What follows the digest.
     *
     * @throws MalformedException when the digest is not that of what follows, or the whole is longer than {@code longest}
     */
    public static byte[] open(byte[] whole, int longest) {
        if (whole.length < DIGEST || whole.length > longest) {
            throw new MalformedException("it has " + whole.length + " bytes");
        }
        byte[] body = Arrays.copyOfRange(whole, DIGEST, whole.length);
        if (!Arrays.equals(Multihash.sha256(body).digest(), Arrays.copyOf(whole, DIGEST))) {
            throw new MalformedException("its digest does not hold");
        }
        return body;
    }

    /** Puts this in the place of what was there; after a loss of power the one or the other is there. */
    public void save(byte[] body) throws IOException {
        Path folder = file.resolveSibling(".");
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        try {
            SyncedFiles.write(
                    fresh,
                    ByteBuffer.allocate(DIGEST + body.length)
                            .put(Multihash.sha256(body).digest())
                            .put(body)
                            .array());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            SyncedFiles.syncNames(folder);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
