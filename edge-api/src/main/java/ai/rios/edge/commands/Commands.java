package ai.rios.edge.commands;

import ai.rios.edge.auth.Principal;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentCommand.Idempotency;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.ids.RandomIds;
import ai.rios.schemas.topics.Headers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts commands into the log and waits for what they come to. Blocking; thread-safe. */
public final class Commands {
    /** A decision later than the client's wait less this cannot reach it any more. */
    private static final Duration BUDGET_MARGIN = Duration.ofMillis(500);

    /** Outcomes of commands that wait for their decider as long as it takes are taken for lost after this long. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(10);

    /** From the end of a command's time budget to the outcome that says so, at most. */
    private static final Duration OUTCOME_DELAY = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final CommandLog log;
    private final PendingCommands pending;
    private final RandomIds ids;
    private final String edge;
    private final Duration appendLimit;
    private final InstantSource clock;

    /**
     * @param edge names this edge and its start, in headers
     * @param appendLimit time that the log has to acknowledge a command
     */
    public Commands(
            CommandLog log,
            PendingCommands pending,
            RandomIds ids,
            String edge,
            Duration appendLimit,
            InstantSource clock) {
        this.log = log;
        this.pending = pending;
        this.ids = ids;
        this.edge = edge;
        this.appendLimit = appendLimit;
        this.clock = clock;
    }

    /**
     * A command to give.
     *
     * @param requestId correlation id
     * @param traceparent of the request's span; null when there is none
     * @param spent of the client's wait so far
     */
    public record Order(
            Principal principal,
            String requestId,
            @Nullable String traceparent,
            Request request,
            @Nullable Idempotency idempotency,
            boolean dryRun,
            WaitPolicy policy,
            Duration spent) {}

    /**
     * Appends a command and waits as its client wishes.
     *
     * @throws ApiException when the command is certainly not in the log: too many are under way, it is too large, or Kafka does
     *     not take it
     */
    public Submission submit(Order order) {
        String operation = ids.next(Ids.OPERATION);
        Principal principal = order.principal();
        Duration left = order.policy().patience().minus(order.spent());
        CompletableFuture<Outcome> outcome = pending.add(
                operation,
                principal.tenant(),
                principal.plan(),
                items(order.request()),
                lostAfter(order.policy(), left));
        DeploymentCommand command = new DeploymentCommand(
                operation,
                order.requestId(),
                principal.tenant(),
                principal.subject(),
                clock.instant(),
                order.dryRun(),
                order.idempotency(),
                order.request());
        CompletableFuture<Void> appended = log.append(command, headers(order, operation, left));
        return await(order.policy(), operation, outcome, appended, left);
    }

    private Submission await(
            WaitPolicy policy,
            String operation,
            CompletableFuture<Outcome> outcome,
            CompletableFuture<Void> appended,
            Duration left) {
        // a failed append ends the wait too; which failures leave the place taken is told apart below
        var _ = appended.whenComplete((_, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            }
        });
        try {
            if (policy.respondAsync() && left.toMillis() <= 0) {
                appended.get(WaitPolicy.DEFAULT.patience().toMillis(), TimeUnit.MILLISECONDS);
                return new Submission.UnderWay(operation);
            }
            return new Submission.Decided(outcome.get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return policy.respondAsync() && appended.isDone()
                    ? new Submission.UnderWay(operation)
                    : new Submission.Unknown(operation);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotAppendedException notAppended) {
                pending.withdraw(operation);
                throw refused(notAppended);
            }
            return new Submission.Unknown(operation);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Submission.Unknown(operation);
        }
    }

    private Map<String, String> headers(Order order, String operation, Duration left) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.OPERATION, operation);
        headers.put(Headers.REQUEST_ID, order.requestId());
        headers.put(Headers.TENANT, order.principal().tenant());
        headers.put(Headers.EDGE, edge);
        if (!order.policy().respondAsync()) {
            long budget = Math.max(left.minus(BUDGET_MARGIN).toMillis(), 1);
            headers.put(Headers.BUDGET_MS, Long.toString(budget));
            headers.put(
                    Headers.DEADLINE_MS,
                    Long.toString(clock.instant().plus(left).toEpochMilli()));
        }
        if (order.traceparent() != null) {
            headers.put(Headers.TRACEPARENT, order.traceparent());
        }
        return headers;
    }

    /** A command with a time budget is in the log by the append limit or never, and is refused there once that budget is over. */
    private Duration lostAfter(WaitPolicy policy, Duration left) {
        return policy.respondAsync() ? LOST_AFTER : appendLimit.plus(left).plus(OUTCOME_DELAY);
    }

    private static int items(Request request) {
        return request instanceof Request.Batch batch ? batch.items().size() : 1;
    }

    private static ApiException refused(NotAppendedException failure) {
        ApiError error = failure.isTooLarge()
                ? ApiError.of(ApiCode.PAYLOAD_TOO_LARGE, "the command is too large for the log")
                : ApiError.of(ApiCode.UNAVAILABLE, "the log does not take commands now; nothing was done")
                        .after(RETRY_AFTER);
        return new ApiException(error, Map.of(), failure);
    }
}
