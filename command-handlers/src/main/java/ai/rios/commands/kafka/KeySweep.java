package ai.rios.commands.kafka;

import ai.rios.commands.deployment.KeyAge;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/**
 * Forgets expired idempotency keys of tenants that have fallen silent: every {@value #RECORDS_PER_STEP} records it goes at most
 * {@value #MOVES_PER_STEP} moves further round the tenants, each dropping a key or going on to the next tenant. So state is
 * bounded by what is in its time, and no record waits long. Confined to the partition's thread.
 */
final class KeySweep {
    static final int RECORDS_PER_STEP = 16;
    static final int MOVES_PER_STEP = 64;

    private final DecisionStore store;
    private final Duration retention;
    private Bytes place = StoreKeys.FIRST_AGE;
    private int records;

    KeySweep(DecisionStore store, Duration retention) {
        this.store = store;
        this.retention = retention;
    }

    /** Called once a record, with its time. */
    void afterRecord(Instant now) {
        if (++records % RECORDS_PER_STEP == 0) {
            step(now);
        }
    }

    private void step(Instant now) {
        Map<String, Integer> dropped = new HashMap<>();
        int moves = 0;
        while (moves < MOVES_PER_STEP) {
            List<KeyAge> ages = store.keysFrom(place, MOVES_PER_STEP - moves);
            if (ages.isEmpty()) {
                place = StoreKeys.FIRST_AGE;
                break;
            }
            moves += Math.max(1, dropExpired(ages, now, dropped));
        }
        dropped.forEach((tenant, count) -> {
            TenantState before = store.tenant(tenant);
            store.apply(new Write.PutTenant(tenant, new TenantState(before.sequence(), before.keys() - count)));
        });
    }

    /** Drops from the front what has expired; at the first that has not, goes on to the next tenant. */
    private int dropExpired(List<KeyAge> ages, Instant now, Map<String, Integer> dropped) {
        int count = 0;
        for (KeyAge age : ages) {
            if (now.isBefore(age.keptAt().plus(retention))) {
                place = StoreKeys.afterAges(age.ref().tenant());
                break;
            }
            store.apply(new Write.DropKey(age, false));
            dropped.merge(age.ref().tenant(), 1, Integer::sum);
            count++;
        }
        return count;
    }
}
