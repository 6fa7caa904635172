package ai.rios.commands.kafka;

import ai.rios.commands.deployment.KeyAge;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.Timer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the decider's store, as UTF-8 with a bar after each part; tenants and ids have no bars. Numbers are 8 bytes, big-endian,
 * so that keys sort by them.
 *
 * <pre>
 * o                                  highest offset decided
 * e                                  last event written
 * s|tenant                           counts
 * d|tenant|id                        deployment
 * n|tenant|name                      id of the holder
 * k|tenant|[2: length]scope key      idempotency entry
 * x|tenant|[8: kept at][2: length]scope key
 * t|[8: due]tenant|id                timer
 * </pre>
 */
final class StoreKeys {
    static final Bytes DECIDED = Bytes.wrap(utf8("o"));
    static final Bytes LAST_EVENT = Bytes.wrap(utf8("e"));
    static final Bytes FIRST_TIMER = Bytes.wrap(utf8("t|"));
    static final Bytes FIRST_AGE = Bytes.wrap(utf8("x|"));
    static final Bytes AFTER_AGES = Bytes.wrap(utf8("x}"));

    private StoreKeys() {}

    static Bytes tenant(String tenant) {
        return Bytes.wrap(utf8("s|" + tenant));
    }

    static Bytes deployment(String tenant, String id) {
        return Bytes.wrap(utf8("d|" + tenant + "|" + id));
    }

    static Bytes name(String tenant, String name) {
        return Bytes.wrap(utf8("n|" + tenant + "|" + name));
    }

    static Bytes entry(KeyRef ref) {
        byte[] prefix = utf8("k|" + ref.tenant() + "|");
        byte[] scope = utf8(ref.scope());
        byte[] key = utf8(ref.key());
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 2 + scope.length + key.length)
                .put(prefix)
                .putShort((short) scope.length)
                .put(scope)
                .put(key)
                .array());
    }

    /** Whether it is the key of an idempotency entry. */
    static boolean isEntry(byte[] key) {
        return key.length > 1 && key[0] == 'k' && key[1] == '|';
    }

    static KeyRef readEntry(Bytes bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.get()).position(2);
        String tenant = untilBar(in);
        String scope = text(in, Short.toUnsignedInt(in.getShort()));
        return new KeyRef(tenant, scope, text(in, in.remaining()));
    }

    static Bytes age(KeyAge age) {
        byte[] prefix = utf8("x|" + age.ref().tenant() + "|");
        byte[] scope = utf8(age.ref().scope());
        byte[] key = utf8(age.ref().key());
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 8 + 2 + scope.length + key.length)
                .put(prefix)
                .putLong(age.keptAt().toEpochMilli())
                .putShort((short) scope.length)
                .put(scope)
                .put(key)
                .array());
    }

    /** Where the ages of a tenant's keys begin. */
    static Bytes firstAge(String tenant) {
        return Bytes.wrap(utf8("x|" + tenant + "|"));
    }

    /** Right after the ages of a tenant's keys; the next tenant's begin there or later. */
    static Bytes afterAges(String tenant) {
        return Bytes.wrap(utf8("x|" + tenant + "}"));
    }

    static KeyAge readAge(Bytes bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.get()).position(2);
        String tenant = untilBar(in);
        Instant keptAt = Instant.ofEpochMilli(in.getLong());
        String scope = text(in, Short.toUnsignedInt(in.getShort()));
        return new KeyAge(new KeyRef(tenant, scope, text(in, in.remaining())), keptAt);
    }

    static Bytes timer(Timer timer) {
        byte[] rest = utf8(timer.tenant() + "|" + timer.deploymentId());
        return Bytes.wrap(ByteBuffer.allocate(2 + 8 + rest.length)
                .put(FIRST_TIMER.get())
                .putLong(timer.due().toEpochMilli())
                .put(rest)
                .array());
    }

    /** Right after all timers that are due at that time. */
    static Bytes afterTimers(Instant now) {
        return Bytes.wrap(ByteBuffer.allocate(2 + 8)
                .put(FIRST_TIMER.get())
                .putLong(now.toEpochMilli() + 1)
                .array());
    }

    @SuppressWarnings("EnumOrdinal") // the stored byte: kinds are only ever added at the end
    static Timer readTimer(Bytes key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(key.get()).position(2);
        Instant due = Instant.ofEpochMilli(in.getLong());
        String tenant = untilBar(in);
        String id = text(in, in.remaining());
        ByteBuffer rest = ByteBuffer.wrap(value);
        Timer.Kind kind = Timer.Kind.values()[rest.get()];
        return new Timer(due, tenant, id, rest.getLong(), kind);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String untilBar(ByteBuffer in) {
        int start = in.position();
        while (in.get() != '|') {
            // on to the bar
        }
        byte[] text = new byte[in.position() - 1 - start];
        in.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
