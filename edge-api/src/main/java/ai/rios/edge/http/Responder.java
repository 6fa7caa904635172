package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ErrorBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns what a route answered into bytes and headers, in the form that the client asked for. Thread-safe. */
final class Responder {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private static final Content NOTHING = new Content(new byte[0]);

    private final InstantSource clock;

    Responder(InstantSource clock) {
        this.clock = clock;
    }

    /** An answer ready to be sent, but for its content coding. Nobody changes the body: it may be that of others too. */
    static final class Rendered {
        private final int status;
        private final Map<String, String> headers;
        private final Content body;

        private Rendered(int status, Map<String, String> headers, Content body) {
            this.status = status;
            this.headers = Map.copyOf(headers);
            this.body = body;
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        /** May be empty. */
        byte[] body() {
            return body.plain();
        }

        Content content() {
            return body;
        }
    }

    Rendered success(Answer answer, Progress progress) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        Content body = switch (answer.body()) {
            case Answer.Empty _ -> NOTHING;
            case Answer.Text text -> {
                headers.put("Content-Type", text.contentType());
                yield text.content();
            }
            case Answer.Json(JsonNode value) -> {
                headers.put("Content-Type", progress.isEnvelopeType() ? AcceptedTypes.ENVELOPE : AcceptedTypes.JSON);
                yield new Content(bytes(progress.isEnveloped() ? envelope(answer, value, progress) : value));
            }
        };
        return new Rendered(answer.status(), headers, body);
    }

    Rendered error(ApiError error, Map<String, String> more, Progress progress) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        ErrorHeaders.of(error).forEach(headers::putIfAbsent);
        String requestId = progress.requestId();
        if (progress.isEnveloped()) {
            headers.put("Content-Type", progress.isEnvelopeType() ? AcceptedTypes.ENVELOPE : AcceptedTypes.JSON);
            ObjectNode object = ErrorBody.object(error, requestId);
            return new Rendered(
                    error.status(), headers, new Content(bytes(Envelope.error(requestId, clock.instant(), object))));
        }
        headers.put("Content-Type", progress.wantsProblem() ? AcceptedTypes.PROBLEM : AcceptedTypes.JSON);
        ObjectNode body =
                progress.wantsProblem() ? ErrorBody.problem(error, requestId) : ErrorBody.plain(error, requestId);
        return new Rendered(error.status(), headers, new Content(bytes(body)));
    }

    static byte[] bytes(JsonNode json) {
        try {
            return WRITER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own cannot be written", e);
        }
    }

    private ObjectNode envelope(Answer answer, JsonNode value, Progress progress) {
        ObjectNode envelope = Envelope.success(progress.requestId(), clock.instant(), value);
        String satisfied = answer.headers().get(Names.WAIT_SATISFIED);
        if (satisfied != null) {
            envelope.put("waitSatisfied", Boolean.parseBoolean(satisfied));
        }
        return envelope;
    }
}
