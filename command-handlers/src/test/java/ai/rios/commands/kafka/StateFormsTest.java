package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.deployment.Held;
import ai.rios.commands.deployment.KeyAge;
import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.RecentChange;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Timer;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.golden.Form;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The handlers' state is read by every version that meets it: after an upgrade, after a way back, and beside a neighbour. */
class StateFormsTest {
    private static final TopicCatalogue TOPICS = TopicCatalogue.of("t.", 1);
    private static final Instant TIME = Instant.parse("2026-01-31T12:34:56.789Z");
    private static final StoreValues VALUES = new StoreValues(new InMemorySchemaIds(), TOPICS);

    private static final KeyRef REF = new KeyRef("acme", "alice|POST /v1/deployments", "key|1#item-0");

    private static final Held HELD = new Held(
            new Deployment(
                    "deploy_01kg9v3fzn000000000000000a",
                    "acme",
                    DeploymentSpec.of("web", "nginx:1.27"),
                    DeploymentStatus.FAILED,
                    "out of memory",
                    true,
                    7,
                    3,
                    2,
                    41,
                    2,
                    TIME,
                    TIME.plusSeconds(60)),
            List.of(new RecentChange(6, List.of("image", "env")), new RecentChange(7, List.of("status"))));

    private static final KeyEntry DONE = new KeyEntry(
            "f00d",
            "op_1",
            TIME,
            41,
            new Outcome.Done(Outcome.Effect.CREATED, "deploy_01kg9v3fzn000000000000000a", 1, null));

    private static final KeyEntry REFUSED = new KeyEntry(
            "f00d",
            "op_2",
            TIME,
            41,
            new Outcome.Refused(
                    Refusal.of(ErrorCode.ALREADY_EXISTS, "a deployment named web exists"), null, List.of()));

    private static final KeyEntry BATCH = new KeyEntry(
            "f00d",
            "op_3",
            TIME,
            42,
            new Outcome.BatchDone(List.of(
                    new Outcome.Item("a", false, DONE.result()), new Outcome.Item(null, true, REFUSED.result()))));

    private static final Timer TIMER =
            new Timer(TIME, "acme", "deploy_01kg9v3fzn000000000000000a", 7, Timer.Kind.RETRY_FAILED);

    static Stream<Form<?>> forms() {
        return Stream.of(
                Form.plain(
                        "decided-offset",
                        Map.of("one", new DecidedOffset("Zkx2h0P1Q5yTn3vB8wRj4A", 12_345)),
                        VALUES::ofOffset,
                        StoreValues::readOffset),
                Form.plain(
                        "last-event",
                        Map.of("one", new LastEvent("evt_01kg9v3fzn000000000000000a", "acme", 41)),
                        VALUES::ofLastEvent,
                        VALUES::readLastEvent),
                Form.plain("tenant", Map.of("one", new TenantState(41, 7)), VALUES::ofTenant, VALUES::readTenant),
                new Form<>(
                        "deployment",
                        Map.of("one", HELD),
                        (held, ids) -> new StoreValues(ids, TOPICS).ofHeld(held),
                        (bytes, ids) -> new StoreValues(ids, TOPICS).readHeld(bytes)),
                key("key-entry-done", DONE),
                key("key-entry-refused", REFUSED),
                key("key-entry-batch", BATCH),
                Form.plain("timer", Map.of("one", TIMER), StateFormsTest::timer, StateFormsTest::readTimer),
                Form.plain(
                        "key-of-entry",
                        Map.of("one", REF),
                        ref -> StoreKeys.entry(ref).get(),
                        bytes -> StoreKeys.readEntry(Bytes.wrap(bytes))),
                Form.plain(
                        "key-of-age",
                        Map.of("one", new KeyAge(REF, TIME)),
                        age -> StoreKeys.age(age).get(),
                        bytes -> StoreKeys.readAge(Bytes.wrap(bytes))));
    }

    private static Form<KeyEntry> key(String name, KeyEntry entry) {
        return new Form<>(
                name,
                Map.of("one", entry),
                (value, ids) -> new StoreValues(ids, TOPICS).ofEntry(value, "acme"),
                (bytes, ids) -> new StoreValues(ids, TOPICS).readEntry(bytes));
    }

    /** Length of the key 4, key, value. */
    private static byte[] timer(Timer timer) {
        byte[] key = StoreKeys.timer(timer).get();
        byte[] value = VALUES.ofTimer(timer);
        return ByteBuffer.allocate(4 + key.length + value.length)
                .putInt(key.length)
                .put(key)
                .put(value)
                .array();
    }

    private static Timer readTimer(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] key = new byte[in.getInt()];
        in.get(key);
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return StoreKeys.readTimer(Bytes.wrap(key), value);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyVersionReadsWhatTheOthersWrite(Form<?> form) {
        assertThat(form.problems()).isEmpty();
    }
}
