package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.history.Effect;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Write;
import ai.rios.bench.faults.history.Write.Answer;
import ai.rios.bench.faults.history.Write.Fate;
import ai.rios.bench.faults.traffic.WriteRequest.Change;
import ai.rios.bench.product.Reply;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswersTest {
    private static final String SHOWN = """
            {"id": "deploy_1", "name": "a", "status": "%s", "revision": 3, "generation": 2, "observed_generation": 0,
             "created_at": "2026-11-24T10:30:00Z", "updated_at": "2026-11-24T10:31:00Z"}""";

    @Test
    void aCreationNamesWhatItCreated() {
        Answer answer = Answers.of(
                request(Write.Kind.CREATE, new Change(LoggedEvent.CREATED, null, "7-0")),
                reply(
                        201,
                        SHOWN.formatted("pending"),
                        "X-RiOS-Operation",
                        "op_1",
                        "ETag",
                        "\"3\"",
                        "X-RiOS-Position",
                        "9"));

        assertThat(answer.fate()).isEqualTo(Fate.DONE);
        assertThat(answer.operation()).isEqualTo("op_1");
        assertThat(answer.position()).isEqualTo(9);
        assertThat(answer.effects()).containsExactly(new Effect(LoggedEvent.CREATED, "deploy_1", 3, "7-0"));
        assertThat(answer.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.revision()).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource({"204, deleted, 0", "202, deletion_requested, 3"})
    void theStatusTellsWhetherADeletionIsOver(int status, String effect, long revision) {
        Answer answer = Answers.of(
                request(Write.Kind.DELETE, new Change(LoggedEvent.DELETED, "deploy_1", "")),
                reply(status, "", "X-RiOS-Operation", "op_1", "ETag", "\"3\""));

        assertThat(answer.effects()).containsExactly(new Effect(effect, "deploy_1", revision));
    }

    @ParameterizedTest
    @CsvSource({"true, running, status_changed", "true, deleted, deleted", "false, running, ''"})
    void aReportHasChangedSomethingWhereItIsSaidToBeApplied(boolean applied, String status, String effect) {
        String body = "{\"applied\": " + applied + ", \"deployment\": " + SHOWN.formatted(status) + "}";

        Answer answer = Answers.of(
                request(Write.Kind.REPORT, new Change(LoggedEvent.STATUS_CHANGED, "deploy_1", "")),
                reply(200, body, "X-RiOS-Operation", "op_1", "ETag", "\"3\""));

        List<Effect> effects = effect.isEmpty() ? List.of() : List.of(new Effect(effect, "deploy_1", 3));
        assertThat(answer.effects()).isEqualTo(effects);
        assertThat(answer.rows()).hasSize(1);
    }

    @Test
    void ofABatchTheItemsThatAreWellCount() {
        String body = """
                {"results": [
                  {"status": 200, "headers": {"ETag": "\\"3\\""}, "body": %s},
                  {"status": 409, "body": {"error": {"code": "already_exists"}}},
                  {"status": 201, "headers": {"ETag": "\\"1\\"", "Location": "/v1/deployments/deploy_2"}}]}""".formatted(SHOWN.formatted("pending"));

        Answer answer = Answers.of(
                request(
                        Write.Kind.BATCH_PARTIAL,
                        new Change(LoggedEvent.SPEC_CHANGED, "deploy_1", "7-1"),
                        new Change(LoggedEvent.CREATED, null, "7-0"),
                        new Change(LoggedEvent.CREATED, null, "7-0")),
                reply(207, body, "X-RiOS-Operation", "op_1"));

        assertThat(answer.fate()).isEqualTo(Fate.DONE);
        assertThat(answer.effects())
                .containsExactly(
                        new Effect(LoggedEvent.SPEC_CHANGED, "deploy_1", 3, "7-1"),
                        new Effect(LoggedEvent.CREATED, "deploy_2", 1, "7-0"));
    }

    @ParameterizedTest
    @CsvSource({
        "409, already_exists, op_1, REFUSED",
        "412, revision_mismatch, op_1, REFUSED",
        "409, expired, op_1, NOTHING_DONE",
        "503, unavailable, '', NOTHING_DONE",
        "400, invalid_request, '', NOTHING_DONE",
        "503, projection_behind, op_1, UNKNOWN",
        "504, timeout, op_1, UNKNOWN",
        "500, internal, '', UNKNOWN",
        "502, '', '', UNKNOWN"
    })
    void errorsSayWhatHasBecomeOfIt(int status, String code, String operation, Fate fate) {
        String body = code.isEmpty() ? "{}" : "{\"error\": {\"code\": \"" + code + "\"}}";

        Answer answer = Answers.of(
                request(Write.Kind.PATCH, new Change(LoggedEvent.SPEC_CHANGED, "deploy_1", "7-1")),
                operation.isEmpty() ? reply(status, body) : reply(status, body, "X-RiOS-Operation", operation));

        assertThat(answer.fate()).isEqualTo(fate);
        assertThat(answer.effects()).isEmpty();
    }

    private static WriteRequest request(Write.Kind kind, Change... changes) {
        return new WriteRequest(kind, "POST", "/", null, null, null, List.of(changes));
    }

    private static Reply reply(int status, String body, String... headers) {
        Map<String, List<String>> named = new HashMap<>();
        for (int at = 0; at < headers.length; at += 2) {
            named.put(headers[at], List.of(headers[at + 1]));
        }
        try {
            return new Reply(status, HttpHeaders.of(named, (_, _) -> true), new ObjectMapper().readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }
}
