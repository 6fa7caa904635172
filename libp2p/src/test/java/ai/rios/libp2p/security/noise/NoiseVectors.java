package ai.rios.libp2p.security.noise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;

/** Handshakes of others, byte by byte. */
final class NoiseVectors {
    private static final Properties VECTORS = new Properties();

    static {
        try (InputStream in =
                Objects.requireNonNull(NoiseVectors.class.getResourceAsStream("/vectors/noise.properties"))) {
            VECTORS.load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private NoiseVectors() {}

    static byte[] bytes(String name) {
        return HexFormat.of().parseHex(Objects.requireNonNull(VECTORS.getProperty(name), name));
    }

    static boolean has(String name) {
        return VECTORS.containsKey(name);
    }

    static AgreementKey key(String name) {
        return AgreementKey.of(bytes(name));
    }

    /** The key of 31 zeros and this byte. */
    static AgreementKey key(int last) {
        byte[] secret = new byte[32];
        secret[31] = (byte) last;
        return AgreementKey.of(secret);
    }
}
