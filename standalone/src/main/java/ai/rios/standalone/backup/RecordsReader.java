package ai.rios.standalone.backup;

import ai.rios.standalone.StandaloneException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads what a {@link RecordsWriter} has written. Confined to one thread. */
final class RecordsReader implements AutoCloseable {
    /** A record that a broker took, and what wraps it, is smaller. */
    private static final int MAX_RECORD_BYTES = 16 << 20;

    private final Path file;
    private final DataInputStream in;
    private final long expected;
    private long read;

    /** @param records that there must be */
    RecordsReader(Path file, long records) throws IOException {
        this.file = file;
        this.expected = records;
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /**
     * The next record, or nothing behind the last.
     *
     * @throws StandaloneException naming the record when it is damaged
     */
    Optional<StoredRecord> next() throws IOException {
        if (read == expected) {
            if (in.read() >= 0) {
                throw damaged("it goes on behind its last record");
            }
            return Optional.empty();
        }
        byte[] head = in.readNBytes(2 * Integer.BYTES);
        if (head.length < 2 * Integer.BYTES) {
            throw damaged("it ends");
        }
        int length = ByteBuffer.wrap(head).getInt();
        int checksum = ByteBuffer.wrap(head).getInt(Integer.BYTES);
        if (length < 0 || length > MAX_RECORD_BYTES) {
            throw damaged("its length is " + length);
        }
        byte[] body = in.readNBytes(length);
        CRC32C actual = new CRC32C();
        actual.update(body);
        if (body.length < length || (int) actual.getValue() != checksum) {
            throw damaged("its checksum does not match");
        }
        read++;
        return Optional.of(StoredRecord.read(body));
    }

    private StandaloneException damaged(String why) {
        return BackupFolder.damaged(file, "at record " + (read + 1) + " " + why);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
