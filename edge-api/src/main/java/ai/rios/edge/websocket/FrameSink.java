package ai.rios.edge.websocket;

/** Takes the frames that {@link FrameDecoder} finds, in order, on its thread. */
interface FrameSink {
    /** A frame begins. What this throws ends the connection before any payload is taken. */
    void frameStarted(FrameHeader header) throws ProtocolViolation;

    /** The next payload bytes of the frame, unmasked; the array is the caller's and changes after the call. */
    void payload(byte[] data, int offset, int length) throws ProtocolViolation;

    /** The frame is whole. Returns false when nothing after it counts (it was the peer's close). */
    boolean frameEnded() throws ProtocolViolation;
}
