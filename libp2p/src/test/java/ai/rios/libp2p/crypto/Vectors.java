package ai.rios.libp2p.crypto;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;

/** The keys that the specification prints. */
public final class Vectors {
    private static final Properties KEYS = new Properties();

    static {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/keys.properties")),
                StandardCharsets.UTF_8)) {
            KEYS.load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Vectors() {}

    /** A key as protobuf: {@code ed25519.private}, {@code rsa.public} and so on. */
    public static byte[] key(String name) {
        return HexFormat.of().parseHex(Objects.requireNonNull(KEYS.getProperty(name), name));
    }

    /** The specification's Ed25519 key. */
    public static PrivateKey ed25519() {
        return PrivateKey.decode(key("ed25519.private"));
    }
}
