package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes one way and then the other, by {@code /perf/1.0.0}.
 *
 * @param upload bytes to the peer, on each of the streams
 * @param download bytes from it, on each of the streams
 * @param parallel streams at the same time
 */
public record PerfLoad(long upload, long download, int parallel) {
    /** Refuses numbers that move nothing. */
    public PerfLoad {
        if (upload < 0 || download < 0 || parallel < 1) {
            throw new IllegalArgumentException("there are 0 bytes or more each way, and 1 stream or more");
        }
    }

    /**
     * Runs it over one connection.
     *
     * @return the facts of the event {@code perf}
     * @throws IOException when a stream fails, or less or more came than was asked for
     */
    public Map<String, Object> run(Connection connection) throws IOException {
        long start = System.nanoTime();
        List<Long> downloaded = Together.run(parallel, () -> oneStream(connection));
        double seconds = (System.nanoTime() - start) / 1e9;
        long up = upload * parallel;
        long down = downloaded.stream().mapToLong(Long::longValue).sum();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ok", true);
        facts.put("uploaded", up);
        facts.put("downloaded", down);
        facts.put("seconds", seconds);
        facts.put("mbytesPerSecond", (up + down) / seconds / 1e6);
        return facts;
    }

    private long oneStream(Connection connection) throws IOException {
        try (Stream stream = connection.newStream(PerfProtocol.ID)) {
            long came = PerfProtocol.ask(stream, upload, download);
            if (came != download) {
                throw new IOException(came + " bytes came where " + download + " were asked for");
            }
            return came;
        }
    }
}
