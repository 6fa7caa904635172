package ai.rios.edge.websocket;

import java.time.Duration;

/**
 * Limits and times of every connection of one listener. Immutable.
 *
 * @param maxMessageBytes largest message of a peer, reassembled and decompressed; over it the connection ends with 1009
 * @param queueMessages messages that may wait for one connection; when so many do, senders are told or wait
 * @param queueBytes payload bytes that may wait for one connection
 * @param pingEvery how often a ping is sent
 * @param deadAfter silence of the peer after which the connection ends with 4010; more than {@code pingEvery}
 * @param lifetime age at which a connection ends with 4001
 * @param closeTimeout how long the close handshake may take before the socket is closed without it
 * @param messagesPerSecond what a peer may send, also as a burst; 0 for no limit
 * @param ratePatience how long a peer may stay over that before the connection ends with 4008
 * @param compression permessage-deflate
 */
public record WebSocketSettings(
        int maxMessageBytes,
        int queueMessages,
        long queueBytes,
        Duration pingEvery,
        Duration deadAfter,
        Duration lifetime,
        Duration closeTimeout,
        int messagesPerSecond,
        Duration ratePatience,
        CompressionSettings compression) {

    /** 1 MiB a message, 256 messages or 2 MiB queued, 30 s, 75 s, 24 h, 5 s, 100 a second, 3 s. */
    public static final WebSocketSettings DEFAULTS = new WebSocketSettings(
            1 << 20,
            256,
            2L << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofHours(24),
            Duration.ofSeconds(5),
            100,
            Duration.ofSeconds(3),
            CompressionSettings.DEFAULTS);

    /** Refuses bounds that make no sense together. */
    public WebSocketSettings {
        requirePositive("max-message-bytes", maxMessageBytes);
        requirePositive("queue-messages", queueMessages);
        requirePositive("queue-bytes", queueBytes);
        requirePositive("ping-every", pingEvery.toNanos());
        requirePositive("lifetime", lifetime.toNanos());
        requirePositive("close-timeout", closeTimeout.toNanos());
        if (deadAfter.compareTo(pingEvery) <= 0) {
            throw new IllegalArgumentException("websocket dead-after must be more than ping-every, was " + deadAfter);
        }
        if (messagesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "websocket messages-per-second must be 0 or more, was " + messagesPerSecond);
        }
        if (ratePatience.isNegative()) {
            throw new IllegalArgumentException("websocket rate-patience must not be negative, was " + ratePatience);
        }
    }

    /** The same with another limit on messages. */
    public WebSocketSettings withMaxMessageBytes(int bytes) {
        return new WebSocketSettings(
                bytes,
                queueMessages,
                Math.max(queueBytes, bytes),
                pingEvery,
                deadAfter,
                lifetime,
                closeTimeout,
                messagesPerSecond,
                ratePatience,
                compression);
    }

    /** The same with another rate; 0 for none. */
    public WebSocketSettings withMessagesPerSecond(int messages) {
        return new WebSocketSettings(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                pingEvery,
                deadAfter,
                lifetime,
                closeTimeout,
                messages,
                ratePatience,
                compression);
    }

    /** The same with another queue. */
    public WebSocketSettings withQueue(int messages, long bytes) {
        return new WebSocketSettings(
                maxMessageBytes,
                messages,
                bytes,
                pingEvery,
                deadAfter,
                lifetime,
                closeTimeout,
                messagesPerSecond,
                ratePatience,
                compression);
    }

    /** The same with other compression. */
    public WebSocketSettings withCompression(CompressionSettings settings) {
        return new WebSocketSettings(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                pingEvery,
                deadAfter,
                lifetime,
                closeTimeout,
                messagesPerSecond,
                ratePatience,
                settings);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("websocket " + name + " must be positive, was " + value);
        }
    }
}
