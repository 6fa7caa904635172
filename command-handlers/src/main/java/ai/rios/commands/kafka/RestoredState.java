package ai.rios.commands.kafka;

import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.ShardFold;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Write;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The handlers' state of one partition made anew, as the records of its changelog: what the events come to, and of a former state
 * the idempotency keys that were decided no later than the last of these events. It knows no offset of any command, so handlers
 * that find it decide whatever their commands topic holds.
 *
 * <p>First every event, then the former state's records, then the result. Confined to one thread; holds all of the partition's
 * state.
 */
public final class RestoredState {
    private final ShardFold events = new ShardFold();
    private final Map<Bytes, byte[]> keys = new TreeMap<>();
    private final StoreValues values;
    private final ShardLimits limits;
    private @Nullable LastEvent last;

    /** The state before the first event. */
    public RestoredState(SchemaIds ids, TopicCatalogue topics, ShardLimits limits) {
        this.values = new StoreValues(ids, topics);
        this.limits = limits;
    }

    /**
     * Up to which offset a former state had decided commands, when the record of its changelog is the one that tells.
     *
     * @param commandsTopicId the topic that is asked about; offsets of another mean nothing
     */
    public static OptionalLong decidedOffset(byte[] key, byte[] value, String commandsTopicId) {
        if (!StoreKeys.DECIDED.equals(Bytes.wrap(key))) {
            return OptionalLong.empty();
        }
        DecidedOffset decided = StoreValues.readOffset(value);
        return decided.topicId().equals(commandsTopicId) ? OptionalLong.of(decided.offset()) : OptionalLong.empty();
    }

    /**
     * The partition's next event.
     *
     * @throws IllegalArgumentException when it does not follow those before it
     */
    public void fold(DeploymentEvent event) {
        events.fold(event);
        last = new LastEvent(event.eventId(), event.tenant(), event.sequence());
    }

    /**
     * The next record of a former state's changelog, in its order.
     *
     * @param value null where the record removes the key
     */
    public void remember(byte[] key, byte @Nullable [] value) {
        if (!StoreKeys.isEntry(key)) {
            return;
        }
        if (value == null) {
            keys.remove(Bytes.wrap(key));
        } else {
            keys.put(Bytes.wrap(key), value);
        }
    }

    /** Operations with a key that is later than the events. The items of a batch have sequences of their own, but go together. */
    private Set<String> later() {
        Set<String> operations = new HashSet<>();
        keys.forEach((key, value) -> {
            KeyEntry entry = values.readEntry(value);
            if (entry.sequence() > events.sequence(StoreKeys.readEntry(key).tenant())) {
                operations.add(entry.operation());
            }
        });
        return operations;
    }

    /** Gives every record of the state's changelog: key and value. */
    public void forEach(BiConsumer<byte[], byte[]> record) {
        KeyValueStore<Bytes, byte[]> bytes =
                Stores.inMemoryKeyValueStore(CommandTopology.STORE).get();
        DecisionStore store = new DecisionStore(bytes, values);
        events.writes(limits).forEach(store::apply);
        Set<String> later = later();
        Map<String, Integer> counts = new HashMap<>();
        keys.forEach((key, value) -> {
            KeyRef ref = StoreKeys.readEntry(key);
            KeyEntry entry = values.readEntry(value);
            if (!later.contains(entry.operation())) {
                store.apply(new Write.KeepKey(ref, entry));
                counts.merge(ref.tenant(), 1, Integer::sum);
            }
        });
        Map<String, Long> sequences = new HashMap<>(events.sequences());
        counts.keySet().forEach(tenant -> sequences.putIfAbsent(tenant, 0L));
        sequences.forEach((tenant, sequence) ->
                store.apply(new Write.PutTenant(tenant, new TenantState(sequence, counts.getOrDefault(tenant, 0)))));
        if (last != null) {
            store.put(last);
        }
        try (KeyValueIterator<Bytes, byte[]> all = bytes.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                record.accept(next.key.get(), next.value);
            }
        }
    }
}
