package ai.rios.projections.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.projections.views.Listed;
import ai.rios.projections.views.Script;
import ai.rios.projections.views.TenantState;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTopologyTest {
    @TempDir
    private Path stateDir;

    private final Script script = new Script();
    private final HandedTenants blocked = new HandedTenants();
    private TopologyRun run;

    @BeforeEach
    void open() {
        run = new TopologyRun(stateDir, SnapshotGate.OPEN, blocked);
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void snapshotsNeverGoBackAndEndInATombstone() {
        // Given
        DeploymentEvent created = script.created("acme", "a");
        DeploymentEvent assigned = script.moved("acme", "a", DeploymentStatus.ASSIGNED);
        DeploymentEvent pending = script.moved("acme", "a", DeploymentStatus.PENDING);
        // When
        List.of(created, assigned, created, assigned, pending, created, script.deleted("acme", "a"), assigned)
                .forEach(run::fold);
        // Then
        String key = "acme/" + Script.id("a");
        assertThat(run.snapshots()).containsExactly(key + " 1", key + " 2", key + " 3", key + " gone");
    }

    @Test
    void aBlockedTenantIsNamedWhileThePartitionGoesOn() {
        // Given
        run.fold(script.created("acme", "a"));
        run.foldUnreadable("acme", script.now());
        // When
        run.fold(script.created("acme", "b"));
        run.fold(script.created("other", "c"));
        // Then
        assertThat(run.progress().blocked()).containsOnlyKeys("acme");
        assertThat(run.deployments().state("acme").sequence()).isEqualTo(1);
        assertThat(run.deployments().state("other").sequence()).isEqualTo(1);
        assertThat(run.progress().nextEvent()).isEqualTo(4);
        assertThat(blocked.standing).extracting(TenantState::nextOffset).contains(1L);
    }

    @Test
    void whatWasReadAgainHealsTheTenantWithoutARestart() {
        // Given
        run.fold(script.created("acme", "a"));
        DeploymentEvent unreadable = script.moved("acme", "a", DeploymentStatus.ASSIGNED);
        run.foldUnreadable("acme", script.now());
        DeploymentEvent held = script.moved("acme", "a", DeploymentStatus.STARTING);
        run.fold(held);
        run.snapshots();
        // When
        blocked.again.add(new HealedEvents("acme", List.of(Script.record(unreadable, 1), Script.record(held, 2))));
        run.wait(Duration.ofSeconds(1));
        run.fold(script.created("acme", "b"));
        // Then
        assertThat(run.progress().blocked()).isEmpty();
        assertThat(run.deployments().state("acme")).isEqualTo(new TenantState(4, 4, null));
        assertThat(run.deployments().find("acme", Script.id("a"))).contains(script.standing("acme", "a"));
        assertThat(run.snapshots())
                .containsExactly(
                        "acme/" + Script.id("a") + " 2",
                        "acme/" + Script.id("a") + " 3",
                        "acme/" + Script.id("b") + " 1");
    }

    @Test
    void anEarlierRevisionIsReadAsItWas() {
        // Given
        run.fold(script.created("acme", "a"));
        run.fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));
        run.fold(script.moved("acme", "a", DeploymentStatus.STARTING));
        // When
        Optional<Deployment> first = run.deployments().findRevision("acme", Script.id("a"), 1);
        Optional<Deployment> second = run.deployments().findRevision("acme", Script.id("a"), 2);
        // Then
        assertThat(first.orElseThrow().status()).isEqualTo(DeploymentStatus.PENDING);
        assertThat(second.orElseThrow().status()).isEqualTo(DeploymentStatus.ASSIGNED);
    }

    @Test
    void anOutcomeWinsWhicheverRecordComesFirst() {
        // Given
        Instant decided = script.now();
        Outcome first = script.outcome("acme", "op_first", "req_1", decided);
        Outcome second = script.outcome("acme", "op_second", "req_1", decided.plusSeconds(1));
        // When
        run.fold(script.command("acme", "op_first", "req_1"), decided);
        run.fold(first);
        run.fold(second);
        run.fold(script.command("acme", "op_second", "req_1"), decided.plusSeconds(1));
        run.fold(script.command("acme", "op_third", "req_1"), decided.plusSeconds(2));
        // Then
        List<Operation> operations = run.operations(decided)
                .byRequest("acme", OperationsQuery.first("req_1"))
                .items();
        assertThat(operations).extracting(Operation::id).containsExactly("op_third", "op_second", "op_first");
        assertThat(operations).extracting(Operation::outcome).containsExactly(null, second, first);
        assertThat(run.operations(decided)
                        .find("acme", "op_second")
                        .orElseThrow()
                        .submittedAt())
                .isEqualTo(decided.plusSeconds(1));
    }

    @Test
    void operationsOfARequestAreReadPartByPart() {
        // Given
        Instant now = script.now();
        run.fold(script.command("acme", "op_a", "req_1"), now);
        run.fold(script.command("acme", "op_b", "req_1"), now);
        run.fold(script.command("acme", "op_c", "req_1"), now.plusSeconds(1));
        run.fold(script.command("acme", "op_d", "req_2"), now);
        // When
        Listed<Operation> first = run.operations(now).byRequest("acme", new OperationsQuery("req_1", 2, null, true));
        OperationsQuery.Place place = OperationsQuery.Place.ofText(Objects.requireNonNull(first.resumeAfter()));
        Listed<Operation> second = run.operations(now).byRequest("acme", new OperationsQuery("req_1", 2, place, false));
        // Then
        assertThat(first.items()).extracting(Operation::id).containsExactly("op_c", "op_a");
        assertThat(first.total()).isEqualTo(3);
        assertThat(second.items()).extracting(Operation::id).containsExactly("op_b");
        assertThat(second.resumeAfter()).isNull();
        assertThat(second.total()).isNull();
    }

    @Test
    void anUnreadableOutcomeIsPassedOver() {
        // Given
        run.fold(script.command("acme", "op_1", "req_1"), script.now());
        // When
        run.foldUnreadableOutcome("acme", script.now());
        run.fold(script.outcome("acme", "op_1", "req_1", script.now()));
        // Then
        Optional<Operation> operation = run.operations(script.now()).find("acme", "op_1");
        assertThat(operation.orElseThrow().outcome()).isNotNull();
    }

    @Test
    void aFaultOfTheStoreIsNoFaultOfTheOutcome() {
        // Given
        run.fold(script.command("acme", "op_1", "req_1"), script.now());
        run.damage("op_1");
        Outcome outcome = script.outcome("acme", "op_1", "req_1", script.now());
        // When, then
        assertThatThrownBy(() -> run.fold(outcome)).isInstanceOf(StreamsException.class);
    }

    @Test
    void operationsStayFlatOverTenDays() {
        // Given
        List<Integer> entries = new ArrayList<>();
        // When
        for (int day = 0; day < 10; day++) {
            for (int i = 0; i < 480; i++) {
                String operation = "op_" + day + "x" + i;
                run.fold(script.command("acme", operation, "req_" + i), script.now());
                run.fold(script.outcome("acme", operation, "req_" + i, script.now()));
                script.later(180);
            }
            entries.add(run.count('o') + run.count('r') + run.count('x'));
        }
        // Then
        assertThat(entries.getLast()).isBetween(3 * 480, 3 * (480 + 64));
        assertThat(entries.subList(1, 10)).allMatch(count -> count <= 3 * (480 + 64));
    }

    @Test
    void aSilentTenantsOperationsGoToo() {
        // Given
        run.fold(script.command("acme", "op_1", "req_1"), script.now());
        // When
        run.wait(Duration.ofHours(24).plusMinutes(2));
        // Then
        assertThat(run.count('o') + run.count('r') + run.count('x')).isZero();
        assertThat(run.count('q')).isEqualTo(1);
    }

    @Test
    void historyOfTheDeletedGoesAfterThirtyDaysAndNotBefore() {
        // Given
        run.fold(script.created("acme", "a"));
        run.fold(script.deleted("acme", "a"));
        run.fold(script.created("acme", "b"));
        // When
        run.wait(Duration.ofDays(29));
        int kept = run.count('h');
        run.wait(Duration.ofDays(2));
        // Then
        assertThat(kept).isEqualTo(3);
        assertThat(run.count('h')).isEqualTo(1);
        assertThat(run.count('g')).isZero();
    }

    /** Hands out what a test puts in. */
    private static final class HandedTenants implements BlockedTenants {
        final Queue<HealedEvents> again = new ArrayDeque<>();
        final List<TenantState> standing = new ArrayList<>();

        @Override
        public void stands(int partition, String tenant, TenantState state) {
            standing.add(state);
        }

        @Override
        public Optional<HealedEvents> next(int partition) {
            return Optional.ofNullable(again.poll());
        }

        @Override
        public void forget(int partition) {}
    }
}
