package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.rios.edge.EdgeFixture.Reply;
import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
    private static final String LARGE = "/openapi.json";
    private static final String SMALL = "/health";

    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    gzip | gzip
                    br | br
                    gzip, br | br
                    gzip;q=1.0, br;q=0.5 | gzip
                    br;q=0, * | gzip
                    *;q=0 | none
                    gzip;q=0, br;q=0 | none
                    identity;q=1, gzip;q=0.2 | none
                    zstd | none
                    gzip;q=nonsense | none
                    GZip | gzip
                    """)
    void theClientsWeightsAreFollowed(String accept, String coding) throws IOException {
        assumeThat(Brotli4jLoader.isAvailable()).as("Brotli's native library").isTrue();

        Reply reply = edge.get(LARGE, "Accept-Encoding", accept);

        assertThat(reply.header("Content-Encoding")).isEqualTo(coding.equals("none") ? "" : coding);
        assertThat(reply.header("Vary")).contains("Accept-Encoding");
        assertThat(new String(unpack(coding, reply.response().body()), StandardCharsets.UTF_8))
                .startsWith("{")
                .contains("\"openapi\"");
    }

    private static byte[] unpack(String coding, byte[] body) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            case "br" -> new BrotliInputStream(new ByteArrayInputStream(body)).readAllBytes();
            default -> body;
        };
    }

    @Test
    void lessThanAKilobyteGoesAsItIs() {
        assertThat(edge.get(SMALL, "Accept-Encoding", "gzip, br").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void compressedBodiesAreTaken() throws IOException {
        assumeThat(Brotli4jLoader.isAvailable()).as("Brotli's native library").isTrue();
        byte[] gzip = gzip(EdgeFixture.APP.replace("my-app", "zipped").getBytes(StandardCharsets.UTF_8));
        byte[] brotli =
                Encoder.compress(EdgeFixture.APP.replace("my-app", "brotlied").getBytes(StandardCharsets.UTF_8));

        assertThat(post(gzip, "gzip").status()).isEqualTo(201);
        assertThat(post(brotli, "br").status()).isEqualTo(201);
    }

    @Test
    void aBodyThatUnpacksToTooMuchIsRefused() throws IOException {
        Reply reply = post(gzip(new byte[50_000_000]), "gzip");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("payload_too_large");
    }

    @Test
    void bytesThatAreNotUnderTheirCodingAreRefused() {
        assertThat(post(new byte[] {1, 2, 3}, "gzip")
                        .json()
                        .at("/error/details/field")
                        .asText())
                .isEqualTo("body");
        assertThat(post(new byte[] {1, 2, 3}, "br").status()).isEqualTo(400);
    }

    @Test
    void aCodingThatIsNotKnownIsRefusedWithThoseThatAre() {
        for (String coding : new String[] {"zstd", "deflate", "gzip, gzip"}) {
            Reply reply = post(new byte[] {1, 2, 3}, coding);
            assertThat(reply.status()).as(coding).isEqualTo(415);
            assertThat(reply.header("Accept-Encoding")).contains("gzip");
        }
    }

    private static Reply post(byte[] body, String coding) {
        return edge.send(edge.request("/v1/deployments")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
