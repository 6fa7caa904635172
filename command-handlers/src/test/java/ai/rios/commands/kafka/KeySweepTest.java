package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Write;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class KeySweepTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration RETENTION = Duration.ofHours(24);

    private final DecisionStore store = store();
    private final KeySweep sweep = new KeySweep(store, RETENTION);

    @Test
    void silentTenantsKeysAreForgottenWhileOthersSpeak() {
        for (int i = 0; i < 50; i++) {
            keep("silent-" + i, NOW.minus(RETENTION));
        }
        keep("busy", NOW);

        // two moves a record are more than enough for fifty tenants
        for (int i = 0; i < 2 * KeySweep.RECORDS_PER_STEP; i++) {
            sweep.afterRecord(NOW);
        }

        assertThat(store.keysFrom(StoreKeys.FIRST_AGE, 100))
                .singleElement()
                .satisfies(age -> assertThat(age.ref().tenant()).isEqualTo("busy"));
        assertThat(store.tenant("silent-7")).isEqualTo(new TenantState(5, 0));
    }

    @Test
    void nothingIsForgottenBeforeItsTime() {
        keep("acme", NOW.minus(RETENTION).plusMillis(1));

        for (int i = 0; i < 10 * KeySweep.RECORDS_PER_STEP; i++) {
            sweep.afterRecord(NOW);
        }

        assertThat(store.oldestKeys("acme", 10)).hasSize(1);
    }

    @Test
    void oneStepHasABoundedLength() {
        for (int i = 0; i < 10 * KeySweep.MOVES_PER_STEP; i++) {
            keep("acme", NOW.minus(RETENTION).minusMillis(i));
        }

        for (int i = 0; i < KeySweep.RECORDS_PER_STEP; i++) {
            sweep.afterRecord(NOW);
        }

        assertThat(store.oldestKeys("acme", 10_000)).hasSize(9 * KeySweep.MOVES_PER_STEP);
    }

    private void keep(String tenant, Instant keptAt) {
        KeyRef ref = new KeyRef(tenant, "s", "key-" + keptAt);
        Outcome.Result result = new Outcome.Done(Outcome.Effect.CREATED, "deploy_1", 1, null);
        store.apply(new Write.KeepKey(ref, new KeyEntry("f", "op", keptAt, 1, result)));
        store.apply(new Write.PutTenant(tenant, new TenantState(5, 1)));
    }

    private static DecisionStore store() {
        MockProcessorContext<String, Object> context = new MockProcessorContext<>();
        KeyValueStore<Bytes, byte[]> made = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("s"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        made.init(context.getStateStoreContext(), made);
        return new DecisionStore(made, new StoreValues(new InMemorySchemaIds(), TopicCatalogue.of("t.", 1)));
    }
}
