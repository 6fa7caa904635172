package ai.rios.projections.views;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An operation as the view keeps it. Immutable; the outcome's bytes are not changed by whoever gets them. */
final class StoredOperation {
    private static final byte VERSION = 1;
    private static final int UNKNOWN_LENGTH = -1;

    /** In place of an offset: that record has not been seen. */
    static final long UNSEEN = -1;

    private final String requestId;
    private final String command;
    private final long submittedAtMs;
    private final long commandOffset;
    private final long outcomeOffset;
    private final byte @Nullable [] outcome;

    StoredOperation(
            String requestId,
            String command,
            long submittedAtMs,
            long commandOffset,
            long outcomeOffset,
            byte @Nullable [] outcome) {
        this.requestId = requestId;
        this.command = command;
        this.submittedAtMs = submittedAtMs;
        this.commandOffset = commandOffset;
        this.outcomeOffset = outcomeOffset;
        this.outcome = outcome;
    }

    String requestId() {
        return requestId;
    }

    /** Type of the command. */
    String command() {
        return command;
    }

    /** Log-append time of the command, epoch milliseconds. */
    long submittedAtMs() {
        return submittedAtMs;
    }

    /** Offset of the command, or {@link #UNSEEN}. */
    long commandOffset() {
        return commandOffset;
    }

    /** Offset of the outcome, or {@link #UNSEEN}. */
    long outcomeOffset() {
        return outcomeOffset;
    }

    /** The outcome as it stands in the log; null while the operation is pending. */
    byte @Nullable [] outcome() {
        return outcome;
    }

    StoredOperation withCommandAt(long offset) {
        return new StoredOperation(requestId, command, submittedAtMs, offset, outcomeOffset, outcome);
    }

    StoredOperation withOutcome(long offset, byte[] bytes) {
        return new StoredOperation(requestId, command, submittedAtMs, commandOffset, offset, bytes);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + (outcome == null ? 0 : outcome.length));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(requestId);
            out.writeUTF(command);
            out.writeLong(submittedAtMs);
            out.writeLong(commandOffset);
            out.writeLong(outcomeOffset);
            out.writeInt(outcome == null ? UNKNOWN_LENGTH : outcome.length);
            if (outcome != null) {
                out.write(outcome);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static StoredOperation ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            StoredVersion.require(in.readByte(), VERSION, "operation");
            String requestId = in.readUTF();
            String command = in.readUTF();
            long submittedAtMs = in.readLong();
            long commandOffset = in.readLong();
            long outcomeOffset = in.readLong();
            int length = in.readInt();
            byte[] outcome = length == UNKNOWN_LENGTH ? null : in.readNBytes(length);
            return new StoredOperation(requestId, command, submittedAtMs, commandOffset, outcomeOffset, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
