package ai.rios.projections.views;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * How far a tenant's events are folded. Immutable.
 *
 * @param sequence of the last event folded; 0 none
 * @param nextOffset offset right after that event; 0 none
 * @param block why later events are not folded; null when they are
 */
public record TenantState(
        long sequence, long nextOffset, @Nullable Block block) {
    /** Nothing folded yet. */
    public static final TenantState START = new TenantState(0, 0, null);

    private static final byte VERSION = 1;
    private static final int MAX_REASON = 500;

    /**
     * A hole in a tenant's events, or an event that cannot be read or folded.
     *
     * @param reason one sentence for operators
     * @param offset of the event that could not be folded
     * @param heldTo offset after the tenant's last event that was passed over
     * @param sinceMs time of the first such event, epoch milliseconds
     */
    public record Block(String reason, long offset, long heldTo, long sinceMs) {
        public Block {
            reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        }

        Block holding(long offsetOfNext) {
            return new Block(reason, offset, Math.max(heldTo, offsetOfNext + 1), sinceMs);
        }
    }

    /** Whether later events are not folded. */
    public boolean isBlocked() {
        return block != null;
    }

    /** Offset of the last event that was folded or held back; -1 none. */
    public long lastOffset() {
        return Math.max(nextOffset, block == null ? 0 : block.heldTo()) - 1;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(sequence);
            out.writeLong(nextOffset);
            out.writeBoolean(block != null);
            if (block != null) {
                out.writeUTF(block.reason());
                out.writeLong(block.offset());
                out.writeLong(block.heldTo());
                out.writeLong(block.sinceMs());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TenantState ofBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return START;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            StoredVersion.require(in.readByte(), VERSION, "tenant state");
            long sequence = in.readLong();
            long nextOffset = in.readLong();
            Block block =
                    in.readBoolean() ? new Block(in.readUTF(), in.readLong(), in.readLong(), in.readLong()) : null;
            return new TenantState(sequence, nextOffset, block);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
