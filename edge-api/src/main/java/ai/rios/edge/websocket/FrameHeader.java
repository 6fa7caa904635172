package ai.rios.edge.websocket;

/**
 * The head of one frame, checked. Immutable.
 *
 * @param fin the last frame of its message
 * @param compressed the first reserved bit: this message is deflated (RFC 7692)
 * @param opcode what the frame is
 * @param payloadBytes the length that the peer announced; 0 or more
 */
record FrameHeader(boolean fin, boolean compressed, Opcode opcode, long payloadBytes) {}
