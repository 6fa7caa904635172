package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.StrictJson;
import ai.rios.schemas.fuzz.Fuzz;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A body is JSON or refused, an envelope is one or refused with what is wrong. */
class EnvelopeFuzzTest {
    private static final List<byte[]> GOOD = Stream.of(
                    "{\"requestId\":\"r-1\",\"data\":{\"name\":\"web\",\"image\":\"nginx:1\"}}",
                    "{\"requestId\":\"r.2\",\"timestamp\":\"2026-11-24T12:00:00.5+02:00\",\"data\":null,"
                            + "\"metadata\":{\"version\":\"1.0\",\"client\":\"fuzz\"}}",
                    "{\"data\":[1,2.5e3,\"\\u00e9\\ud83d\\ude00\",[[[true]]],{}],\"requestId\":\"x\"}",
                    "{\"name\":\"web\",\"env\":{\"A\":\"b\"},\"replicas\":3}")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    @Test
    void anEnvelopeIsReadOrRefused() {
        Fuzz.bytes(GOOD, body -> {
            try {
                JsonNode json = StrictJson.parse(body);
                if (Envelope.isEnvelope(json)) {
                    Envelope envelope = Envelope.read(json);
                    assertThat(RequestIds.isId(envelope.requestId())).isTrue();
                    assertThat(envelope.data()).isEqualTo(json.get("data"));
                }
                String written = json.toString();
                assertThat(StrictJson.parse(written.getBytes(StandardCharsets.UTF_8)))
                        .hasToString(written);
            } catch (ApiException refused) {
                assertThat(refused.error().code()).isEqualTo(ApiCode.INVALID_REQUEST);
                assertThat(refused.error().message()).isNotBlank();
            }
        });
    }
}
