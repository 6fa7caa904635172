package ai.rios.standalone.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record as a backup holds it. Numbers are big-endian; a length of -1 is null.
 *
 * <pre>
 * offset 8, timestamp 8, key length 4, key, value length 4, value,
 * headers 4, each: name as in {@link DataOutputStream#writeUTF}, value length 4, value
 * </pre>
 *
 * @param offset where it stood in its partition
 * @param timestamp as the topic had it, in epoch ms
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record StoredRecord(long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    @SuppressWarnings("NullAway") // Kafka's types do not say that keys and values may be null
    static StoredRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new StoredRecord(record.offset(), record.timestamp(), record.key(), record.value(), record.headers());
    }

    /** The same for a partition of a topic. */
    ProducerRecord<byte[], byte[]> to(String topic, int partition) {
        return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(offset);
            out.writeLong(timestamp);
            write(out, key);
            write(out, value);
            Header[] all = headers.toArray();
            out.writeInt(all.length);
            for (Header header : all) {
                out.writeUTF(header.key());
                write(out, header.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory refused a write", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when these are not a record's bytes */
    static StoredRecord read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long offset = in.readLong();
            long timestamp = in.readLong();
            byte[] key = read(in);
            byte[] value = read(in);
            RecordHeaders headers = new RecordHeaders();
            for (int left = in.readInt(); left > 0; left--) {
                headers.add(in.readUTF(), read(in));
            }
            return new StoredRecord(offset, timestamp, key, value, headers);
        }
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }
}
