package ai.rios.edge.batch;

import ai.rios.edge.deployments.IdempotencyKeys;
import ai.rios.edge.deployments.SpecReader;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.EntityTags;
import ai.rios.edge.json.Shape;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.Request.BatchItem;
import ai.rios.schemas.deployment.Request.BatchOperation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch. What is wrong with the batch as a whole ends the request; an item of bad shape becomes one that is refused, so
 * that the others may go on.
 */
final class BatchReader {
    private static final int MAX_ITEMS = 100;
    private static final String COLLECTION = "/deployments";
    private static final Pattern ITEM = Pattern.compile("/deployments/([A-Za-z0-9_-]{1,64})");
    private static final Pattern ITEM_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private BatchReader() {}

    /**
     * A batch as it was asked for.
     *
     * @param dryRun decide and write nothing
     * @param writes whether an item is meant to write, also one of bad shape
     */
    record Batch(boolean atomic, boolean dryRun, boolean writes, List<BatchItem> items) {
        Batch {
            items = List.copyOf(items);
        }

        boolean reads() {
            return items.stream().anyMatch(item -> item.operation() instanceof Request.Get);
        }
    }

    /**
     * Reads the payload of a request.
     *
     * @param keyed whether the request has an idempotency key, so that items need fingerprints
     * @throws ApiException {@code invalid_request} or {@code batch_size}
     */
    static Batch read(JsonNode payload, boolean keyed) {
        Shape shape = Shape.of(payload, "");
        boolean atomic = isAtomic(shape);
        boolean dryRun = Boolean.TRUE.equals(shape.flag("dryRun"));
        List<JsonNode> nodes = shape.required("batch").list("batch");
        requireUniqueIds(shape, nodes);
        shape.close();
        if (nodes == null || nodes.isEmpty() || nodes.size() > MAX_ITEMS) {
            throw new ApiException(ApiCode.BATCH_SIZE, "a batch has 1 to " + MAX_ITEMS + " items");
        }
        List<BatchItem> items = new ArrayList<>(nodes.size());
        for (int index = 0; index < nodes.size(); index++) {
            JsonNode node = nodes.get(index);
            items.add(new BatchItem(
                    itemId(node),
                    keyed ? IdempotencyKeys.fingerprint(node) : "",
                    operation(node, "batch[" + index + ']')));
        }
        boolean writes =
                nodes.stream().anyMatch(node -> !"get".equals(node.path("op").textValue()));
        return new Batch(atomic, dryRun, writes, items);
    }

    private static boolean isAtomic(Shape shape) {
        String mode = shape.text("mode");
        Boolean alias = shape.flag("atomic");
        if (mode != null && !mode.equals("partial") && !mode.equals("atomic")) {
            shape.refuse("mode", "must be partial or atomic");
        }
        boolean named = "atomic".equals(mode);
        if (mode != null && alias != null && alias != named) {
            shape.refuse("atomic", "must say the same as mode");
        }
        return named || Boolean.TRUE.equals(alias);
    }

    private static void requireUniqueIds(Shape shape, @Nullable List<JsonNode> nodes) {
        if (nodes == null) {
            return;
        }
        Set<String> seen = new HashSet<>();
        Set<String> places = new HashSet<>(); // by which the items without an id are known
        for (int index = 0; index < nodes.size(); index++) {
            if (itemId(nodes.get(index)) == null) {
                places.add(Integer.toString(index));
            }
        }
        for (int index = 0; index < nodes.size(); index++) {
            String id = itemId(nodes.get(index));
            if (id != null && !seen.add(id)) {
                shape.refuse("batch[" + index + "].id", "must be unique in the batch");
            } else if (id != null && places.contains(id)) {
                shape.refuse("batch[" + index + "].id", "must not be the place of an item without an id");
            }
        }
    }

    private static @Nullable String itemId(JsonNode node) {
        String id = node.path("id").textValue();
        return id != null && ITEM_ID.matcher(id).matches() ? id : null;
    }

    private static BatchOperation operation(JsonNode node, String path) {
        try {
            return read(Shape.of(node, path));
        } catch (ApiException e) {
            return new Request.Malformed(refusal(e.error()));
        }
    }

    private static BatchOperation read(Shape shape) {
        String id = shape.text("id");
        if (id != null && !ITEM_ID.matcher(id).matches()) {
            shape.refuse("id", "must be 1 to 64 visible ASCII characters");
        }
        String op = shape.required("op").text("op");
        String target = shape.required("path").text("path");
        String ifMatch = shape.text("ifMatch");
        boolean takesBody = "create".equals(op) || "update".equals(op) || "patch".equals(op);
        Shape body = null;
        if (takesBody) {
            body = shape.required("body").object("body");
        } else if (shape.any("body") != null) {
            shape.refuse("body", "must not stand here");
        }
        Precondition precondition = new Precondition.None();
        if (ifMatch != null && ("get".equals(op) || "create".equals(op))) {
            shape.refuse("ifMatch", "must not stand here");
        } else if (ifMatch != null) {
            precondition = precondition(shape, ifMatch);
        }
        Matcher item = ITEM.matcher(target == null ? "" : target);
        boolean onCollection = "create".equals(op);
        if (target != null && (onCollection ? !target.equals(COLLECTION) : !item.matches())) {
            shape.refuse("path", onCollection ? "must be /deployments" : "must be /deployments/ and an id");
        }
        if (op != null && !Set.of("get", "create", "update", "patch", "delete").contains(op)) {
            shape.refuse("op", "must be get, create, update, patch or delete");
        }
        shape.refuseOthers();
        if (body == null) {
            shape.close();
        }
        // where there is a body, reading it ends the item for all of its faults
        String deployment = item.matches() ? item.group(1) : "";
        return switch (Objects.requireNonNull(op)) {
            case "get" -> new Request.Get(deployment);
            case "create" -> new Request.Create(SpecReader.spec(Objects.requireNonNull(body)), false);
            case "update" -> {
                DeploymentSpec spec = SpecReader.spec(Objects.requireNonNull(body));
                yield new Request.Update(deployment, required(precondition), spec);
            }
            case "patch" ->
                new Request.Patch(deployment, precondition, SpecReader.changes(Objects.requireNonNull(body)));
            default -> new Request.Delete(deployment, required(precondition));
        };
    }

    private static Precondition precondition(Shape shape, String ifMatch) {
        try {
            return EntityTags.ifMatch(List.of(ifMatch), false);
        } catch (ApiException _) { // which speaks of a header; here it is a member
            shape.refuse("ifMatch", "must be * or entity tags in double quotes");
            return new Precondition.None();
        }
    }

    private static Precondition required(Precondition precondition) {
        if (precondition instanceof Precondition.None) {
            throw EntityTags.missing();
        }
        return precondition;
    }

    private static Refusal refusal(ApiError error) {
        List<Violation> violations = error.violations();
        return error.code() == ApiCode.PRECONDITION_REQUIRED
                ? Refusal.of(ErrorCode.PRECONDITION_REQUIRED, error.message())
                : new Refusal(ErrorCode.INVALID_REQUEST, error.message(), violations, null, List.of());
    }
}
