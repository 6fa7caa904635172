package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.commands.deployment.RandomHistory;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state made of events and remembered keys is the one that the handlers had, at every sequence of a history. */
class RestoredStateTest {
    private static final TopicCatalogue TOPICS = TopicCatalogue.of("t.", 1);
    private static final HexFormat HEX = HexFormat.of();
    private static final int COMMANDS = 60;

    private final InMemorySchemaIds ids = new InMemorySchemaIds();

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theStateOfEverySequenceIsTheOneThatWasThere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DeploymentEvent> events = new ArrayList<>();
        Map<Integer, Map<String, String>> states = new TreeMap<>();
        Map<Bytes, byte[]> last;
        try (Partition partition =
                new Partition(folder, ids, Partition.LOG, ShardLimits.DEFAULTS, _ -> Optional.empty())) {
            RandomHistory requests = new RandomHistory(random, () -> known(events));
            for (int i = 0; i < COMMANDS; i++) {
                DeploymentCommand.@Nullable Idempotency key = random.nextBoolean()
                        ? new DeploymentCommand.Idempotency("key-" + random.nextInt(40), "alice|POST", "f")
                        : null;
                Request request = requests.next();
                if (!(request instanceof Request.Get)) {
                    partition.send(partition.command(request, key), new RecordHeaders());
                }
                // Of the states at one sequence the last, for what was refused there belongs to it.
                events.addAll(partition.events().readValuesToList());
                states.put(events.size(), hex(contents(partition)));
                partition.pass(Duration.ofMillis(random.nextInt(1_500)));
                events.addAll(partition.events().readValuesToList());
                states.put(events.size(), hex(contents(partition)));
            }
            last = contents(partition);
        }

        states.forEach((sequence, expected) -> {
            Map<String, String> made = made(events.subList(0, sequence), last);
            if (sequence > 0) {
                assertThat(made).as("at sequence " + sequence).isEqualTo(expected);
            }
        });
    }

    private static List<String> known(List<DeploymentEvent> events) {
        return events.stream()
                .map(DeploymentEvent::deploymentId)
                .distinct()
                .sorted()
                .toList();
    }

    /** All but the offset. */
    private static Map<Bytes, byte[]> contents(Partition partition) {
        Map<Bytes, byte[]> contents = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = partition.store().all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                contents.put(next.key, next.value);
            }
        }
        contents.remove(StoreKeys.DECIDED);
        return contents;
    }

    private static Map<String, String> hex(Map<Bytes, byte[]> contents) {
        Map<String, String> readable = new TreeMap<>();
        contents.forEach((key, value) -> readable.put(HEX.formatHex(key.get()), HEX.formatHex(value)));
        return readable;
    }

    private Map<String, String> made(List<DeploymentEvent> events, Map<Bytes, byte[]> former) {
        RestoredState state = new RestoredState(ids, TOPICS, ShardLimits.DEFAULTS);
        events.forEach(state::fold);
        former.forEach((key, value) -> state.remember(key.get(), value));
        Map<Bytes, byte[]> made = new TreeMap<>();
        state.forEach((key, value) -> made.put(Bytes.wrap(key), value));
        return hex(made);
    }

    @Test
    void aKeyThatWasForgottenStaysForgotten() {
        try (Partition partition =
                new Partition(folder, ids, Partition.LOG, ShardLimits.DEFAULTS, _ -> Optional.empty())) {
            partition.send(
                    partition.command(Partition.create("web"), new DeploymentCommand.Idempotency("k", "s", "f")),
                    new RecordHeaders());
            Map<Bytes, byte[]> former = contents(partition);
            RestoredState state = new RestoredState(ids, TOPICS, ShardLimits.DEFAULTS);
            partition.events().readValuesToList().forEach(state::fold);
            former.forEach((key, value) -> state.remember(key.get(), value));
            former.keySet().forEach(key -> state.remember(key.get(), null));

            List<Byte> kinds = new ArrayList<>();
            state.forEach((key, _) -> kinds.add(key[0]));

            assertThat(kinds).contains((byte) 'd', (byte) 's').doesNotContain((byte) 'k', (byte) 'x');
        }
    }

    @Test
    void anOffsetCountsForItsOwnTopicOnly() {
        byte[] key = StoreKeys.DECIDED.get();
        byte[] value = new StoreValues(ids, TOPICS).ofOffset(new DecidedOffset("topic-1", 5));

        assertThat(RestoredState.decidedOffset(key, value, "topic-1")).isEqualTo(OptionalLong.of(5));
        assertThat(RestoredState.decidedOffset(key, value, "topic-2")).isEmpty();
        assertThat(RestoredState.decidedOffset(StoreKeys.LAST_EVENT.get(), value, "topic-1"))
                .isEmpty();
    }

    @Test
    void eventsWithAHoleAreRefused() {
        try (Partition partition =
                new Partition(folder, ids, Partition.LOG, ShardLimits.DEFAULTS, _ -> Optional.empty())) {
            partition.send(Partition.create("one"));
            partition.send(Partition.create("two"));
            List<DeploymentEvent> events = partition.events().readValuesToList();
            RestoredState state = new RestoredState(ids, TOPICS, ShardLimits.DEFAULTS);

            assertThatThrownBy(() -> state.fold(events.get(1)))
                    .hasMessageContaining("sequence 2 of tenant acme follows 0");
        }
    }
}
