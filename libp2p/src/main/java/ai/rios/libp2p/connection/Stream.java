package ai.rios.libp2p.connection;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.muxer.MuxedStream;
import java.io.IOException;

/**
 * A stream that speaks one protocol with one peer. Always end it, by {@link #close()} or {@link #reset()}; only closing in
 * both directions, or a reset, frees what it holds.
 *
 * <p>A peer may lose what is sent right before {@link #closeWrite()} if it has not begun to read, so protocols
 * prefix messages with their length, and half-close when an answer has begun to come.
 */
public interface Stream extends MuxedStream {
    /** What it runs on. */
    Connection connection();

    /** The protocol that both ends agreed on. */
    String protocol();

    /** Which end opened it. */
    Direction direction();

    /**
     * Reads a message with its length, an unsigned varint, before it.
     *
     * @param longest bytes of a message, at most; nothing is allocated for one that says to be longer
     * @return the message without its length; may be empty
     * @throws ai.rios.libp2p.FrameException when it is longer, or its length is no varint
     * @throws java.io.EOFException when the other end stopped writing, before or within it
     */
    byte[] readFrame(int longest) throws IOException;

    /** Writes {@code message} with its length, an unsigned varint, before it, and sends it. */
    void writeFrame(byte[] message) throws IOException;
}
