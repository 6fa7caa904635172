package ai.rios.edge.websocket;

/** Takes a peer's whole messages and control frames, in order, on the reading thread; arrays are the taker's to keep. */
interface MessageSink {
    void text(String text);

    void binary(byte[] data);

    void ping(byte[] payload);

    void pong();

    /** The peer's close frame; nothing comes after it. */
    void peerClosed(CloseReason reason);
}
