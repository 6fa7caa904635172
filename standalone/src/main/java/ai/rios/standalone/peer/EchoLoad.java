package ai.rios.standalone.peer;

import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.multiformats.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Sends frames to a peer that echoes, and holds what comes back against them.
 *
 * @param size bytes of a frame
 * @param count frames, one after another on each of the streams
 * @param parallel streams at the same time
 * @param newStream a new stream for every frame; its time is until both halves are closed
 * @param earlyClose half-close right behind the last frame, before its echo has come
 */
public record EchoLoad(int size, int count, int parallel, boolean newStream, boolean earlyClose) {
    /** Bytes of a frame, at most. */
    public static final int LONGEST = EchoProtocol.LONGEST;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Frames up to this fit a stream's first window, and are sent whole before the echo is read. */
    private static final int SENT_WHOLE = 64 * 1_024;

    /** Refuses sizes and numbers that no peer takes. */
    public EchoLoad {
        if (size < 0 || size > EchoProtocol.LONGEST || count < 1 || parallel < 1) {
            throw new IllegalArgumentException(
                    "a frame has 0 to " + EchoProtocol.LONGEST + " bytes, and there is 1 frame and stream or more");
        }
    }

    /**
     * Runs it over one connection.
     *
     * @return the facts of the event {@code echo}
     * @throws IOException when a stream fails, or an echo differs
     */
    public Map<String, Object> run(Connection connection) throws IOException {
        byte[] body = new byte[size];
        new SplittableRandom(size).nextBytes(body);
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        boolean halfClose = Together.run(parallel, () -> inTurn(connection, body, latencies)).stream()
                .allMatch(closed -> closed);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ok", true);
        facts.put("bytes", (long) size * latencies.count());
        facts.put("frames", latencies.count());
        facts.put("seconds", seconds);
        facts.putAll(latencies.percentiles());
        facts.put("halfClose", halfClose);
        return facts;
    }

    /** Whether the other end half-closed each of the streams after this end had. */
    private boolean inTurn(Connection connection, byte[] body, Latencies latencies) throws IOException {
        int streams = newStream ? count : 1;
        int framesEach = newStream ? 1 : count;
        boolean halfClosed = true;
        for (int at = 0; at < streams; at++) {
            long start = System.nanoTime();
            try (Stream stream = connection.newStreamOnLimited(EchoProtocol.ID)) {
                stream.deadline(PATIENCE);
                for (int frame = 1; frame <= framesEach; frame++) {
                    long began = System.nanoTime();
                    echo(stream, body, earlyClose && frame == framesEach);
                    if (!newStream) {
                        latencies.add(System.nanoTime() - began);
                    }
                }
                halfClosed &= halfClose(stream);
            }
            if (newStream) {
                latencies.add(System.nanoTime() - start);
            }
        }
        return halfClosed;
    }

    private static void echo(Stream stream, byte[] body, boolean closing) throws IOException {
        Future<?> sent = send(stream, body, closing);
        if (!Arrays.equals(stream.readFrame(EchoProtocol.LONGEST), body)) {
            throw new IOException("an echo differs");
        }
        Together.result(sent);
    }

    /** A large frame comes back while it is being sent. */
    private static Future<?> send(Stream stream, byte[] body, boolean closing) throws IOException {
        if (body.length <= SENT_WHOLE) {
            write(stream, body, closing);
            return CompletableFuture.completedFuture(true);
        }
        FutureTask<Boolean> sending = new FutureTask<>(() -> {
            write(stream, body, closing);
            return true;
        });
        Thread.ofVirtual().name("echo-send").start(sending);
        return sending;
    }

    private static void write(Stream stream, byte[] body, boolean closing) throws IOException {
        OutputStream out = stream.output();
        out.write(Varint.encode(body.length));
        out.write(body);
        out.flush();
        if (closing) {
            stream.closeWrite();
        }
    }

    private static boolean halfClose(Stream stream) throws IOException {
        stream.closeWrite();
        try {
            if (stream.input().read() >= 0) {
                throw new IOException("more came than was sent");
            }
            return true;
        } catch (StreamResetException reset) {
            return false;
        }
    }
}
