package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.streams.Retention;
import ai.rios.schemas.query.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperationFoldTest {
    private static final Retention OF_THREE = new Retention(Duration.ofDays(30), Duration.ofHours(24), 3);

    private final Script script = new Script();
    private final MemoryViews store = new MemoryViews();
    private final OperationFold fold =
            new OperationFold(store, Script.CODECS, OF_THREE.operations(), OF_THREE.operationsPerTenant());
    private long offset;

    @Test
    void beyondTheirNumberATenantsOldestGiveWay() {
        // Given
        submit("other", "op_0");
        // When
        IntStream.rangeClosed(1, 5).forEach(i -> {
            submit("acme", "op_" + i);
            decide("acme", "op_" + i);
        });
        // Then
        assertThat(kept("acme", script.now())).containsExactly("op_3", "op_4", "op_5");
        assertThat(kept("other", script.now())).containsExactly("op_0");
        assertThat(List.of(store.count('o'), store.count('r'), store.count('x')))
                .containsOnly(3 + 1);
    }

    @Test
    void upToTheirNumberAgeAloneDecides() {
        // Given
        IntStream.rangeClosed(1, 3).forEach(i -> submit("acme", "op_" + i));
        Instant first = Script.START;
        // When, then
        assertThat(kept("acme", first.plus(OF_THREE.operations()).minusMillis(1)))
                .containsExactly("op_1", "op_2", "op_3");
        assertThat(kept("acme", first.plus(OF_THREE.operations()))).containsExactly("op_2", "op_3");
    }

    @Test
    void onePendingThatGaveWayIsBackOnceItIsDecided() {
        // Given
        IntStream.rangeClosed(1, 4).forEach(i -> submit("acme", "op_" + i));
        List<String> before = kept("acme", script.now());
        // When
        decide("acme", "op_1");
        // Then
        assertThat(before).containsExactly("op_2", "op_3", "op_4");
        assertThat(find("acme", "op_1", script.now()).orElseThrow().outcome()).isNotNull();
        assertThat(kept("acme", script.now())).hasSize(3);
    }

    /** What was removed from the front is what a look would have to walk over again, as long as the store has not forgotten it. */
    @Test
    void aLookBeginsAtTheOldestThatIsKept() {
        // Given
        IntStream.rangeClosed(1, 4).forEach(i -> submit("acme", "op_" + i));
        long oldestKept = Script.START.plusSeconds(1).toEpochMilli();
        // When
        submit("acme", "op_5");
        // Then
        assertThat(store.scansFrom().getLast())
                .isEqualTo(
                        ViewKey.of(ViewKey.AGE).text("acme").number(oldestKept).bytes());
        assertThat(kept("acme", script.now())).containsExactly("op_3", "op_4", "op_5");
    }

    @Test
    void oneThatIsOlderThanTheOldestIsFoundByTheNextLook() {
        // Given
        script.later(60);
        IntStream.rangeClosed(1, 4).forEach(i -> submit("acme", "op_" + i));
        script.later(-60);
        // When
        submit("acme", "op_0");
        // Then
        assertThat(kept("acme", script.now())).containsExactly("op_2", "op_3", "op_4");
    }

    @Test
    void allThatTheDefaultPlanLetsATenantWriteInADayIsKeptForADay() {
        long writesASecond = 10;
        long aDay = Duration.ofDays(1).toSeconds();

        assertThat(Retention.DEFAULTS.operations()).isEqualTo(Duration.ofDays(1));
        assertThat((long) Retention.DEFAULTS.operationsPerTenant()).isGreaterThanOrEqualTo(writesASecond * aDay);
    }

    private void submit(String tenant, String operation) {
        byte[] command = Script.CODECS.command().encode().apply(script.command(tenant, operation, "req_1"));
        fold.command(tenant, operation, "req_1", command, script.now().toEpochMilli(), offset++);
        script.later(1);
    }

    private void decide(String tenant, String operation) {
        var outcome = script.outcome(tenant, operation, "req_1", script.now());
        fold.outcome(tenant, outcome, Script.CODECS.outcome().encode().apply(outcome), offset++);
    }

    private List<String> kept(String tenant, Instant now) {
        return IntStream.rangeClosed(0, 5)
                .mapToObj(i -> "op_" + i)
                .filter(id -> find(tenant, id, now).isPresent())
                .toList();
    }

    private Optional<Operation> find(String tenant, String id, Instant now) {
        return new OperationReads(store, Script.CODECS, OF_THREE.operations(), () -> now).find(tenant, id);
    }
}
