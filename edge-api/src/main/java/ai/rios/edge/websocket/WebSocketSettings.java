package ai.rios.edge.websocket;

import java.time.Duration;

/**
 * Limits and times of every connection of one listener. Immutable.
 *
 * @param maxMessageBytes largest message of a peer, reassembled and decompressed; over it the connection ends with 1009
 * @param queue what may wait for one connection
 * @param times when it is looked after and when it ends
 * @param rate what a peer may send
 * @param compression permessage-deflate
 */
public record WebSocketSettings(
        int maxMessageBytes, Queue queue, Times times, Rate rate, CompressionSettings compression) {

    /** 1 MiB a message, 256 messages or 2 MiB queued, 30 s, 75 s, 24 h, 5 s, 100 a second, 3 s. */
    public static final WebSocketSettings DEFAULTS = new WebSocketSettings(
            1 << 20,
            new Queue(256, 2L << 20),
            new Times(Duration.ofSeconds(30), Duration.ofSeconds(75), Duration.ofHours(24), Duration.ofSeconds(5)),
            new Rate(100, Duration.ofSeconds(3)),
            CompressionSettings.DEFAULTS);

    /**
     * What may wait for one connection; when so much does, senders are told or wait.
     *
     * @param messages 1 or more
     * @param bytes of their payloads, 1 or more; the message that reaches it is still taken
     */
    public record Queue(int messages, long bytes) {
        public Queue {
            requirePositive("queue-messages", messages);
            requirePositive("queue-bytes", bytes);
        }
    }

    /**
     * When a connection is looked after and when it ends.
     *
     * @param pingEvery how often a ping is sent
     * @param deadAfter silence of the peer after which the connection ends with 4010; more than {@code pingEvery}
     * @param lifetime age at which a connection ends with 4001
     * @param closeTimeout how long the close handshake may take before the socket is closed without it
     */
    public record Times(Duration pingEvery, Duration deadAfter, Duration lifetime, Duration closeTimeout) {
        public Times {
            requirePositive("ping-every", pingEvery.toNanos());
            requirePositive("lifetime", lifetime.toNanos());
            requirePositive("close-timeout", closeTimeout.toNanos());
            if (deadAfter.compareTo(pingEvery) <= 0) {
                throw new IllegalArgumentException(
                        "websocket dead-after must be more than ping-every, was " + deadAfter);
            }
        }
    }

    /**
     * What a peer may send.
     *
     * @param messagesPerSecond also as a burst; 0 for no limit
     * @param patience how long a peer may stay over that before the connection ends with 4008
     */
    public record Rate(int messagesPerSecond, Duration patience) {
        /** As much as it likes. */
        public static final Rate UNLIMITED = new Rate(0, Duration.ZERO);

        public Rate {
            if (messagesPerSecond < 0) {
                throw new IllegalArgumentException(
                        "websocket messages-per-second must be 0 or more, was " + messagesPerSecond);
            }
            if (patience.isNegative()) {
                throw new IllegalArgumentException("websocket rate-patience must not be negative, was " + patience);
            }
        }
    }

    /** Refuses bounds that make no sense. */
    public WebSocketSettings {
        requirePositive("max-message-bytes", maxMessageBytes);
    }

    /** The same with another limit on messages. */
    public WebSocketSettings withMaxMessageBytes(int bytes) {
        return new WebSocketSettings(
                bytes, new Queue(queue.messages(), Math.max(queue.bytes(), bytes)), times, rate, compression);
    }

    /** The same with another queue. */
    public WebSocketSettings withQueue(Queue other) {
        return new WebSocketSettings(maxMessageBytes, other, times, rate, compression);
    }

    /** The same with other times. */
    public WebSocketSettings withTimes(Times other) {
        return new WebSocketSettings(maxMessageBytes, queue, other, rate, compression);
    }

    /** The same with another rate. */
    public WebSocketSettings withRate(Rate other) {
        return new WebSocketSettings(maxMessageBytes, queue, times, other, compression);
    }

    /** The same with other compression. */
    public WebSocketSettings withCompression(CompressionSettings other) {
        return new WebSocketSettings(maxMessageBytes, queue, times, rate, other);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("websocket " + name + " must be positive, was " + value);
        }
    }
}
