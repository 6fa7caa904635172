package ai.rios.commands.kafka;

import ai.rios.commands.deployment.Held;
import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.RecentChange;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Timer;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.TopicCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Values of the decider's store. Each starts with a format byte; deployments and results are Avro in the wire format of the
 * topics, so that later builds read what earlier ones have kept. Numbers are big-endian, texts as in {@link DataOutputStream}.
 *
 * <pre>
 * offset      1, topic id, long offset
 * last event  1, event id, tenant, long sequence
 * counts      1, long sequence, int keys
 * deployment  1, byte n, n × (long revision, byte m, m × field), Avro deployment
 * entry       1, fingerprint, Avro outcome
 * timer       byte kind, long revision
 * </pre>
 */
final class StoreValues {
    private static final byte FORMAT = 1;
    private static final String NO_TOPIC = "";

    private final Serde<Deployment> deployments;
    private final Serde<Outcome> outcomes;

    StoreValues(SchemaIds ids, TopicCatalogue topics) {
        this.deployments = MessageSerde.underSubject(
                Codecs.DEPLOYMENT, ids, topics.deploymentSnapshots().subject());
        this.outcomes =
                MessageSerde.underSubject(Codecs.OUTCOME, ids, topics.outcomes().subject());
    }

    byte[] ofOffset(DecidedOffset decided) {
        return write(out -> {
            out.writeUTF(decided.topicId());
            out.writeLong(decided.offset());
        });
    }

    static DecidedOffset readOffset(byte[] value) {
        return read(value, in -> new DecidedOffset(in.readUTF(), in.readLong()));
    }

    byte[] ofLastEvent(LastEvent event) {
        return write(out -> {
            out.writeUTF(event.eventId());
            out.writeUTF(event.tenant());
            out.writeLong(event.sequence());
        });
    }

    LastEvent readLastEvent(byte[] value) {
        return read(value, in -> new LastEvent(in.readUTF(), in.readUTF(), in.readLong()));
    }

    byte[] ofTenant(TenantState state) {
        return write(out -> {
            out.writeLong(state.sequence());
            out.writeInt(state.keys());
        });
    }

    TenantState readTenant(byte[] value) {
        return read(value, in -> new TenantState(in.readLong(), in.readInt()));
    }

    byte[] ofHeld(Held held) {
        return write(out -> {
            out.writeByte(held.recent().size());
            for (RecentChange change : held.recent()) {
                out.writeLong(change.revision());
                out.writeByte(change.fields().size());
                for (String field : change.fields()) {
                    out.writeUTF(field);
                }
            }
            out.write(deployments.serializer().serialize(NO_TOPIC, held.deployment()));
        });
    }

    Held readHeld(byte[] value) {
        return read(value, in -> {
            int changes = in.readUnsignedByte();
            List<RecentChange> recent = new ArrayList<>(changes);
            for (int i = 0; i < changes; i++) {
                recent.add(new RecentChange(in.readLong(), readFields(in)));
            }
            return new Held(deployments.deserializer().deserialize(NO_TOPIC, in.readAllBytes()), recent);
        });
    }

    /** An entry is an outcome without what belongs to a single request: who asked and how. */
    byte[] ofEntry(KeyEntry entry, String tenant) {
        Outcome outcome = new Outcome(
                entry.operation(), "", tenant, "", "", entry.keptAt(), entry.sequence(), false, null, entry.result());
        return write(out -> {
            out.writeUTF(entry.fingerprint());
            out.write(outcomes.serializer().serialize(NO_TOPIC, outcome));
        });
    }

    KeyEntry readEntry(byte[] value) {
        return read(value, in -> {
            String fingerprint = in.readUTF();
            Outcome outcome = outcomes.deserializer().deserialize(NO_TOPIC, in.readAllBytes());
            return new KeyEntry(fingerprint, outcome.operation(), outcome.time(), outcome.sequence(), outcome.result());
        });
    }

    @SuppressWarnings("EnumOrdinal") // the stored byte: kinds are only ever added at the end
    byte[] ofTimer(Timer timer) {
        return ByteBuffer.allocate(1 + 8)
                .put((byte) timer.kind().ordinal())
                .putLong(timer.revision())
                .array();
    }

    private static List<String> readFields(DataInputStream in) throws IOException {
        int fields = in.readUnsignedByte();
        List<String> names = new ArrayList<>(fields);
        for (int i = 0; i < fields; i++) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static byte[] write(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a write", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("the state has format " + format + ", which this build cannot read");
            }
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the state ends in the middle of a value", e);
        }
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }
}
