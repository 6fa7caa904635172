package ai.rios.standalone.backup;

import ai.rios.runtime.files.OwnersFiles;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Writes one partition's records into a file of its own, the owner's alone. Confined to one thread.
 *
 * <pre>
 * each record: length 4, CRC-32C of the bytes 4, bytes ({@link StoredRecord})
 * </pre>
 */
final class RecordsWriter implements AutoCloseable {
    private final FileChannel channel;
    private final MessageDigest digest = Checksums.sha256();
    private final DataOutputStream out;
    private long records;
    private long bytes;

    RecordsWriter(Path file) throws IOException {
        OwnersFiles.secure(file);
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        this.out = new DataOutputStream(
                new DigestOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), digest));
    }

    void write(StoredRecord record) throws IOException {
        byte[] body = record.toBytes();
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        out.writeInt(body.length);
        out.writeInt((int) checksum.getValue());
        out.write(body);
        records++;
        bytes += 8L + body.length;
    }

    /** Has everything on the disk, and says what it is. */
    Manifest.Part finish(int partition, long endOffset) throws IOException {
        out.flush();
        channel.force(true);
        return new Manifest.Part(
                partition, endOffset, records, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
