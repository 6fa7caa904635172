package ai.rios.schemas.wire;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageCodec;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers as bytes and back. Thread-safe.
 *
 * <pre>
 * answer     = version:1 position:8 value
 * message    = length:4 bytes          length −1: there is none
 * list       = count:4 item*
 * text       = length:2 UTF-8
 * </pre>
 */
public final class AnswerCodec {
    private static final byte VERSION = 2;
    private static final int NONE = -1;
    private static final int MAX_ITEMS = 10_000;

    private final Messages<Deployment> deployments;
    private final Messages<DeploymentEvent> events;
    private final Messages<Outcome> outcomes;

    public AnswerCodec(TopicCatalogue topics, SchemaIds ids) {
        this.deployments = new Messages<>(Codecs.DEPLOYMENT, topics.deploymentSnapshots(), ids);
        this.events = new Messages<>(Codecs.EVENT, topics.deploymentEvents(), ids);
        this.outcomes = new Messages<>(Codecs.OUTCOME, topics.outcomes(), ids);
    }

    /** Writes one kind of value, and reads it again. */
    public interface Kind<T> {
        /** The answer as bytes. */
        byte[] write(Answer<T> answer);

        /**
         * The answer in bytes.
         *
         * @throws UncheckedIOException when the bytes are no such answer
         */
        Answer<T> read(byte[] bytes);
    }

    /** A deployment, or that there is none. */
    public Kind<Optional<Deployment>> deployment() {
        return kind(
                (out, value) -> deployments.write(out, value.orElse(null)),
                in -> Optional.ofNullable(deployments.read(in)));
    }

    /** A page of a deployment's events. */
    public Kind<Page<DeploymentEvent>> history() {
        return page(events::write, events::require);
    }

    /** A page of deployments. */
    public Kind<Page<Deployment>> deployments() {
        return page(deployments::write, deployments::require);
    }

    /** How a wait ended. */
    public Kind<Awaited> awaited() {
        return kind(
                (out, value) -> {
                    out.writeBoolean(value.satisfied());
                    deployments.write(out, value.deployment().orElse(null));
                },
                in -> new Awaited(in.readBoolean(), Optional.ofNullable(deployments.read(in))));
    }

    /** An operation, or that there is none. */
    public Kind<Optional<Operation>> operation() {
        return kind(
                (out, value) -> {
                    out.writeBoolean(value.isPresent());
                    if (value.isPresent()) {
                        writeOperation(out, value.get());
                    }
                },
                in -> in.readBoolean() ? Optional.of(readOperation(in)) : Optional.empty());
    }

    /** A page of the operations of a request. */
    public Kind<Page<Operation>> operations() {
        return page(this::writeOperation, this::readOperation);
    }

    private static <T> Kind<Page<T>> page(Writer<T> writer, Reader<T> reader) {
        return kind((out, page) -> writePage(out, page, writer), in -> readPage(in, reader));
    }

    private static <T> void writePage(DataOutputStream out, Page<T> page, Writer<T> writer) throws IOException {
        writeAll(out, page.items(), writer);
        out.writeUTF(page.watch().topicId());
        out.writeInt(page.watch().partition());
        out.writeLong(page.watch().nextOffset());
        Long total = page.total();
        out.writeLong(total == null ? NONE : total);
        out.writeUTF(page.resumeAfter() == null ? "" : page.resumeAfter());
    }

    private static <T> Page<T> readPage(DataInputStream in, Reader<T> reader) throws IOException {
        List<T> items = readAll(in, reader);
        LogPosition watch = new LogPosition(in.readUTF(), in.readInt(), in.readLong());
        long total = in.readLong();
        String resumeAfter = in.readUTF();
        return new Page<>(items, watch, total == NONE ? null : total, resumeAfter.isEmpty() ? null : resumeAfter);
    }

    private void writeOperation(DataOutputStream out, Operation operation) throws IOException {
        out.writeUTF(operation.id());
        out.writeUTF(operation.requestId());
        out.writeUTF(operation.command());
        out.writeLong(operation.submittedAt().toEpochMilli());
        outcomes.write(out, operation.outcome());
    }

    private Operation readOperation(DataInputStream in) throws IOException {
        return new Operation(
                in.readUTF(), in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong()), outcomes.read(in));
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> void writeAll(DataOutputStream out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> readAll(DataInputStream in, Reader<T> reader) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("a list of " + count);
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    private static <T> Kind<T> kind(Writer<T> writer, Reader<T> reader) {
        return new Kind<>() {
            @Override
            public byte[] write(Answer<T> answer) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
                try (DataOutputStream out = new DataOutputStream(bytes)) {
                    out.writeByte(VERSION);
                    out.writeLong(answer.position());
                    writer.write(out, answer.value());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return bytes.toByteArray();
            }

            @Override
            public Answer<T> read(byte[] bytes) {
                try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                    byte version = in.readByte();
                    if (version != VERSION) {
                        throw new IOException("an answer of version " + version);
                    }
                    long position = in.readLong();
                    Answer<T> answer = new Answer<>(reader.read(in), position);
                    if (in.available() > 0) {
                        throw new IOException(in.available() + " bytes follow it");
                    }
                    return answer;
                } catch (IOException e) {
                    throw new UncheckedIOException("the answer cannot be read: " + e.getMessage(), e);
                }
            }
        };
    }

    /** Messages of one kind, each with its length before it. */
    private static final class Messages<T> {
        private final String topic;
        private final MessageSerde<T> serde;

        Messages(MessageCodec<T> codec, TopicSpec topic, SchemaIds ids) {
            this.topic = topic.name();
            this.serde = new MessageSerde<>(codec, ids);
        }

        void write(DataOutputStream out, @Nullable T message) throws IOException {
            if (message == null) {
                out.writeInt(NONE);
                return;
            }
            byte[] bytes = serde.serializer().serialize(topic, message);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Nullable T read(DataInputStream in) throws IOException {
            int length = in.readInt();
            if (length == NONE) {
                return null;
            }
            if (length < 0 || length > in.available()) {
                throw new IOException("a message of " + length + " bytes");
            }
            return serde.deserializer().deserialize(topic, in.readNBytes(length));
        }

        T require(DataInputStream in) throws IOException {
            T message = read(in);
            if (message == null) {
                throw new IOException("a message is missing");
            }
            return message;
        }
    }
}
