package ai.rios.edge.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.auth.Plan;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PendingCommandsTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);
    private static final Plan PLAN = new Plan("tiny", 3);
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final PendingCommands pending = new PendingCommands(now::get);

    private static Outcome outcome(String operation) {
        return new Outcome(
                operation, "req_1", "acme", "alice", "create", START, 1, false, null, new Outcome.BatchDone(List.of()));
    }

    @Test
    void theOutcomeReachesWhoWaitsForItAndNobodyElse() {
        CompletableFuture<Outcome> one = pending.add("op_1", "acme", PLAN, 1, LOST_AFTER);
        CompletableFuture<Outcome> two = pending.add("op_2", "acme", PLAN, 1, LOST_AFTER);

        pending.complete(outcome("op_2"));
        pending.complete(outcome("op_of_nobody"));

        assertThat(one).isNotDone();
        assertThat(two)
                .isCompletedWithValueMatching(outcome -> outcome.operation().equals("op_2"));
        assertThat(pending.items()).isEqualTo(1);
    }

    @Test
    void aTenantAtItsBoundDoesNotHoldUpAnother() {
        var _ = pending.add("op_1", "acme", PLAN, 3, LOST_AFTER);

        assertThatThrownBy(() -> pending.add("op_2", "acme", PLAN, 1, LOST_AFTER))
                .isInstanceOf(ApiException.class);
        assertThat(pending.add("op_3", "other", PLAN, 3, LOST_AFTER)).isNotDone();
        pending.withdraw("op_1");
        assertThat(pending.add("op_4", "acme", PLAN, 3, LOST_AFTER)).isNotDone();
    }

    @Test
    void aBatchLargerThanThePlanIsRefusedAndTakesNoPlace() {
        assertThatThrownBy(() -> pending.add("op_1", "acme", PLAN, 4, LOST_AFTER))
                .isInstanceOf(ApiException.class);

        assertThat(pending.items()).isZero();
    }

    @Test
    void lostOutcomesGiveTheirPlacesBack() {
        var _ = pending.add("op_1", "acme", PLAN, 3, LOST_AFTER);
        now.set(START.plus(LOST_AFTER).plusSeconds(1));
        pending.giveUpLost();

        assertThat(pending.items()).isZero();
        pending.complete(outcome("op_1"));
        assertThat(pending.items()).isZero();
    }
}
