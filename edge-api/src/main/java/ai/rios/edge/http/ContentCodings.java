package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.StrictJson;
import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * gzip and Brotli, both ways (RFC 9110, 8.4 and 12.5.3). Answers of 1 KB and more are compressed as the client weighs them;
 * Brotli wins a tie, for it is smaller. Bodies are unpacked up to a bound and no further. Thread-safe.
 */
final class ContentCodings {
    /** Smaller answers go out as they are: the coding would cost more than it saves. */
    static final int MIN_BYTES = 1_024;

    private static final String BROTLI = "br";
    private static final String GZIP = "gzip";
    private static final String IDENTITY = "identity";

    /** Fast enough for answers made on the spot, and still smaller than gzip's. */
    private static final int BROTLI_QUALITY = 4;

    private final boolean brotli = Brotli4jLoader.isAvailable();

    /** Bytes under a coding. Nobody changes them: they may be those of other answers too. */
    static final class Coded {
        private final String coding;
        private final byte[] bytes;

        /** @param coding the {@code Content-Encoding}; {@code identity} for none */
        Coded(String coding, byte[] bytes) {
            this.coding = coding;
            this.bytes = bytes;
        }

        boolean isCoded() {
            return !coding.equals(IDENTITY);
        }

        String coding() {
            return coding;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** What we can unpack, for {@code Accept-Encoding} in answers. */
    String accepted() {
        return brotli ? "gzip, br" : GZIP;
    }

    /** The answer under the coding that the client likes best of those that we have. */
    Coded encode(Content body, List<String> acceptEncoding) {
        String coding = body.plain().length < MIN_BYTES || acceptEncoding.isEmpty() ? IDENTITY : choose(acceptEncoding);
        return switch (coding) {
            case BROTLI -> new Coded(BROTLI, body.under(BROTLI, ContentCodings::brotli));
            case GZIP -> new Coded(GZIP, body.under(GZIP, ContentCodings::gzip));
            default -> new Coded(IDENTITY, body.plain());
        };
    }

    /**
     * Unpacks a body.
     *
     * @param contentEncoding lines of the header
     * @param maxBytes of the unpacked body
     * @throws ApiException {@code unsupported_media_type} for a coding that we do not know, {@code invalid_request} for bytes that
     *     are not under it, {@code payload_too_large} when it unpacks to more
     */
    byte[] decode(byte[] body, List<String> contentEncoding, int maxBytes) {
        String coding = String.join(",", contentEncoding).strip().toLowerCase(Locale.ROOT);
        if (coding.isEmpty() || coding.equals(IDENTITY)) {
            return body;
        }
        if (!coding.equals(GZIP) && !coding.equals("x-gzip") && !(brotli && coding.equals(BROTLI))) {
            throw new ApiException(
                    ApiError.of(ApiCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be one of " + accepted()),
                    Map.of("Accept-Encoding", accepted()),
                    null);
        }
        ByteArrayInputStream packed = new ByteArrayInputStream(body);
        try (InputStream unpacked =
                coding.equals(BROTLI) ? new BrotliInputStream(packed) : new GZIPInputStream(packed)) {
            byte[] plain = unpacked.readNBytes(maxBytes + 1);
            if (plain.length > maxBytes) {
                throw StrictJson.tooLarge(maxBytes);
            }
            return plain;
        } catch (IOException e) {
            throw new ApiException(ApiError.invalid(StrictJson.BODY, "is not what Content-Encoding says"), Map.of(), e);
        }
    }

    private String choose(List<String> acceptEncoding) {
        QualityList accept = QualityList.parse(acceptEncoding);
        int other = Math.max(accept.weightOf("*"), 0);
        int brotliWeight = brotli ? weight(accept, BROTLI, other) : 0;
        int gzipWeight = weight(accept, GZIP, other);
        int identityWeight = Math.max(accept.weightOf(IDENTITY), 0); // unnamed, it is the last resort
        if (brotliWeight > 0 && brotliWeight >= gzipWeight && brotliWeight >= identityWeight) {
            return BROTLI;
        }
        return gzipWeight > 0 && gzipWeight >= identityWeight ? GZIP : IDENTITY;
    }

    private static int weight(QualityList accept, String coding, int other) {
        int named = accept.weightOf(coding);
        return named >= 0 ? named : other;
    }

    private static byte[] brotli(byte[] body) {
        try {
            return Encoder.compress(body, Encoder.Parameters.create(BROTLI_QUALITY));
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 3 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
        return packed.toByteArray();
    }
}
