package ai.rios.edge.deployments;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.errors.ErrorBody;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Names;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.deployment.Outcome.Refused;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a batch is answered with: an entry an item, in the order of the request, with bodies up to a bound in all. */
public final class BatchAnswers {
    /** Bytes of JSON in UTF-8 that the bodies of one answer have in all; one that would go beyond it is left out. */
    private static final int MAX_BODY_BYTES = 1_048_576;

    /** Members of an item that the decider may refuse; all else is of its body. */
    private static final Set<String> ITEM_MEMBERS = Set.of("id", "op", "path", "ifMatch");

    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
    private final String requestId;
    private int bodyBytes;
    private boolean allWell = true;

    /** Once no view could tell a body the others are not asked for: each would wait as long. */
    private boolean viewsSilent;

    /** @param requestId for the errors of items */
    public BatchAnswers(String requestId) {
        this.requestId = requestId;
    }

    static Answer done(OutcomeAnswers answers, Outcome outcome, Outcome.BatchDone batch) {
        BatchAnswers entries = new BatchAnswers(outcome.requestId());
        for (int index = 0; index < batch.items().size(); index++) {
            Item item = batch.items().get(index);
            switch (item.result()) {
                case Done done -> entries.add(answers, outcome, item, done);
                case Refused refused -> entries.add(item.itemId(), refusal(index, refused), item.replayed());
                case Outcome.NotApplied _ -> entries.add(item.itemId(), notApplied(), item.replayed());
                case Outcome.BatchDone _ -> throw new IllegalStateException("a batch stands in a batch");
            }
        }
        return entries.answer();
    }

    /** The refused items of an atomic batch, with their places. */
    public static ArrayNode failures(List<Item> items, String requestId) {
        ArrayNode failures = JsonNodeFactory.instance.arrayNode();
        for (int index = 0; index < items.size(); index++) {
            Item item = items.get(index);
            if (item.result() instanceof Refused refused) {
                ApiError error = refusal(index, refused);
                ObjectNode failure = failures.addObject();
                failure.put("index", index);
                if (item.itemId() != null) {
                    failure.put("id", item.itemId());
                }
                failure.put("status", error.status());
                failure.set("error", ErrorBody.object(error, requestId));
            }
        }
        return failures;
    }

    /** Adds an item that was done. */
    public void add(@Nullable String itemId, Answer answer, boolean replayed) {
        allWell &= answer.status() < 300;
        ObjectNode entry = results.addObject();
        if (itemId != null) {
            entry.put("id", itemId);
        }
        entry.put("status", answer.status());
        Map<String, String> headers = answer.headers();
        if (!headers.isEmpty() || replayed) {
            ObjectNode object = entry.putObject("headers");
            headers.forEach(object::put);
            if (replayed) {
                object.put(Names.IDEMPOTENCY_REPLAYED, "true");
            }
        }
        var body = answer.jsonBody();
        if (body != null) {
            int size = body.toString().getBytes(StandardCharsets.UTF_8).length; // as it is sent
            if (bodyBytes + size <= MAX_BODY_BYTES) {
                bodyBytes += size;
                entry.set("body", body);
            }
        }
    }

    /** Adds an item that was refused. */
    public void add(@Nullable String itemId, ApiError error, boolean replayed) {
        add(itemId, Answer.json(error.status(), ErrorBody.plain(error, requestId)), replayed);
    }

    /** The answer: 200 when all is well, else 207. */
    public Answer answer() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("results", results);
        return Answer.json(allWell ? 200 : 207, body);
    }

    private void add(OutcomeAnswers answers, Outcome outcome, Item item, Done done) {
        boolean repeated = item.replayed() || outcome.replayOf() != null;
        // a first answer lacks the deployment only where its outcome would have grown beyond the bound of bodies
        if (done.deployment() == null && (!repeated || viewsSilent)) {
            add(item.itemId(), OutcomeAnswers.headersOnly(outcome, done), item.replayed());
            return;
        }
        try {
            add(item.itemId(), answers.done(outcome, done), item.replayed());
        } catch (ApiException e) {
            if (e.error().code() == ApiCode.PROJECTION_BEHIND) {
                viewsSilent = true;
                add(item.itemId(), OutcomeAnswers.headersOnly(outcome, done), item.replayed());
            } else {
                add(item.itemId(), e.error(), item.replayed());
            }
        }
    }

    /** A refusal with its fields named from the batch; the decider names them from the item, or from the item's body. */
    private static ApiError refusal(int index, Refused refused) {
        String place = "batch[" + index + ']';
        return ApiError.of(refused.refusal()).renamed(field -> {
            if (field.isEmpty() || field.startsWith("batch[")) {
                return field; // that more was found, or what the edge refused itself
            }
            return place + (ITEM_MEMBERS.contains(field) ? "." : ".body.") + field;
        });
    }

    private static ApiError notApplied() {
        return ApiError.of(ApiCode.NOT_APPLIED, "another item of the batch was refused");
    }
}
