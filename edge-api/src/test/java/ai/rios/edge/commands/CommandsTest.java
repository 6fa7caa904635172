package ai.rios.edge.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.ids.RandomIds;
import ai.rios.schemas.topics.Headers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final PendingCommands pending = new PendingCommands(now::get);

    /** What the log says to each append. */
    private CompletableFuture<Void> appended = new CompletableFuture<>();

    /** What the last command had in milliseconds. */
    private @Nullable String budget;

    private final Commands commands = new Commands(
            new CommandLog() {
                @Override
                public CompletableFuture<Void> append(DeploymentCommand command, Map<String, String> headers) {
                    budget = headers.get(Headers.BUDGET_MS);
                    return appended;
                }

                @Override
                public void close() {
                    // nothing is held
                }
            },
            pending,
            new RandomIds(new SecureRandom(), now::get),
            "edge_1",
            APPEND_LIMIT,
            now::get);

    private Submission submit(WaitPolicy policy) {
        return submit(policy, Duration.ZERO);
    }

    private Submission submit(WaitPolicy policy, Duration spent) {
        Principal alice = new Principal("acme", "alice", Set.of(), Plan.DEFAULT, Instant.MAX, null);
        Request request = new Request.Delete("deploy_1", new Precondition.None());
        return commands.submit(new Commands.Order(alice, "req_1", null, request, null, false, policy, spent));
    }

    private int itemsAfter(Duration passed) {
        now.set(START.plus(passed));
        pending.giveUpLost();
        return pending.items();
    }

    @Test
    void whatTheEdgeHasSpentOfItsClientsTimeIsNotTheCommandsAnyMore() {
        appended.completeExceptionally(new IllegalStateException("nobody waits here"));

        submit(WaitPolicy.DEFAULT, Duration.ofSeconds(3));
        assertThat(budget).isEqualTo("26500");
        submit(WaitPolicy.DEFAULT, Duration.ofSeconds(40));
        assertThat(budget).isEqualTo("1");
    }

    @Test
    void aPlaceIsFreeOnceItsCommandCanOnlyBeRefused() {
        Duration patience = Duration.ofMillis(10);

        assertThat(submit(new WaitPolicy(patience, false))).isInstanceOf(Submission.Unknown.class);

        assertThat(itemsAfter(APPEND_LIMIT.plus(patience))).isEqualTo(1);
        assertThat(itemsAfter(APPEND_LIMIT.plus(patience).plusSeconds(6))).isZero();
    }

    @Test
    void aCommandWithoutATimeBudgetKeepsItsPlaceForTenMinutes() {
        appended.complete(null);

        assertThat(submit(new WaitPolicy(Duration.ZERO, true))).isInstanceOf(Submission.UnderWay.class);

        assertThat(itemsAfter(Duration.ofMinutes(10))).isEqualTo(1);
        assertThat(itemsAfter(Duration.ofMinutes(10).plusSeconds(1))).isZero();
    }
}
