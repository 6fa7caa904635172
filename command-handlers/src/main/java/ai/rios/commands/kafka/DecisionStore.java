package ai.rios.commands.kafka;

import ai.rios.commands.deployment.Held;
import ai.rios.commands.deployment.KeyAge;
import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.ShardState;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Timer;
import ai.rios.commands.deployment.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The decider's state of one partition, in one store, so that its changelog is always a prefix of what was decided. Confined to
 * the partition's thread.
 */
final class DecisionStore implements ShardState {
    private static final byte[] EMPTY = {};

    private final KeyValueStore<Bytes, byte[]> store;
    private final StoreValues values;

    DecisionStore(KeyValueStore<Bytes, byte[]> store, StoreValues values) {
        this.store = store;
        this.values = values;
    }

    @Override
    public TenantState tenant(String tenant) {
        byte[] value = get(StoreKeys.tenant(tenant));
        return value == null ? TenantState.NEW : values.readTenant(value);
    }

    @Override
    public @Nullable Held deployment(String tenant, String id) {
        byte[] value = get(StoreKeys.deployment(tenant, id));
        return value == null ? null : values.readHeld(value);
    }

    @Override
    public @Nullable String holder(String tenant, String name) {
        byte[] value = get(StoreKeys.name(tenant, name));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable KeyEntry entry(KeyRef ref) {
        byte[] value = get(StoreKeys.entry(ref));
        return value == null ? null : values.readEntry(value);
    }

    @Override
    public List<KeyAge> oldestKeys(String tenant, int limit) {
        return ages(StoreKeys.firstAge(tenant), StoreKeys.afterAges(tenant), limit);
    }

    /** The oldest remembered keys from a place in the order of tenants on, at most {@code limit}. */
    List<KeyAge> keysFrom(Bytes place, int limit) {
        return ages(place, StoreKeys.AFTER_AGES, limit);
    }

    /** Timers that are due, first due first, at most {@code limit}. */
    List<Timer> dueTimers(Instant now, int limit) {
        List<Timer> timers = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(StoreKeys.FIRST_TIMER, StoreKeys.afterTimers(now))) {
            while (timers.size() < limit && range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                timers.add(StoreKeys.readTimer(next.key, next.value));
            }
        }
        return timers;
    }

    /** Whether anything is waiting to be due. */
    boolean hasTimers() {
        return !dueTimers(Instant.ofEpochMilli(Long.MAX_VALUE - 1), 1).isEmpty();
    }

    @Nullable DecidedOffset decided() {
        byte[] value = get(StoreKeys.DECIDED);
        return value == null ? null : StoreValues.readOffset(value);
    }

    @Nullable LastEvent lastEvent() {
        byte[] value = get(StoreKeys.LAST_EVENT);
        return value == null ? null : values.readLastEvent(value);
    }

    void put(DecidedOffset decided) {
        store.put(StoreKeys.DECIDED, values.ofOffset(decided));
    }

    void put(LastEvent event) {
        store.put(StoreKeys.LAST_EVENT, values.ofLastEvent(event));
    }

    /** Makes a change that a decision asked for. */
    void apply(Write write) {
        switch (write) {
            case Write.PutTenant(String tenant, TenantState state) ->
                store.put(StoreKeys.tenant(tenant), values.ofTenant(state));
            case Write.PutDeployment(Held held) ->
                store.put(
                        StoreKeys.deployment(
                                held.deployment().tenant(), held.deployment().id()),
                        values.ofHeld(held));
            case Write.RemoveDeployment(var last) -> delete(StoreKeys.deployment(last.tenant(), last.id()));
            case Write.HoldName(String tenant, String name, String id) ->
                store.put(StoreKeys.name(tenant, name), StoreKeys.utf8(id));
            case Write.FreeName(String tenant, String name) -> delete(StoreKeys.name(tenant, name));
            case Write.SetTimer(Timer timer) -> store.put(StoreKeys.timer(timer), values.ofTimer(timer));
            case Write.ClearTimer(Timer timer) -> delete(StoreKeys.timer(timer));
            case Write.KeepKey(KeyRef ref, KeyEntry entry) -> {
                store.put(StoreKeys.entry(ref), values.ofEntry(entry, ref.tenant()));
                store.put(StoreKeys.age(new KeyAge(ref, entry.keptAt())), EMPTY);
            }
            case Write.DropKey(KeyAge age, var _) -> {
                delete(StoreKeys.entry(age.ref()));
                delete(StoreKeys.age(age));
            }
        }
    }

    private List<KeyAge> ages(Bytes from, Bytes to, int limit) {
        List<KeyAge> ages = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
            while (ages.size() < limit && range.hasNext()) {
                ages.add(StoreKeys.readAge(range.next().key));
            }
        }
        return ages;
    }

    @SuppressWarnings("NullAway") // a store answers null for what it does not hold; Kafka's types do not say so
    private byte @Nullable [] get(Bytes key) {
        return store.get(key);
    }

    private void delete(Bytes key) {
        store.delete(key);
    }
}
