package ai.rios.bench.libp2p;

import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.ProcessFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two peers of one implementation, started anew for each measurement: processes may keep one placement, good or bad, for as long
 * as they live. Stateless.
 *
 * @param implementation of both
 */
public record Pair(Implementation implementation) {
    private static final int BYTES_PER_KIBIBYTE = 1_024;
    private static final String HANDSHAKES = "500";

    /**
     * What a listener holds of connections that are not used.
     *
     * @param kibibytesEach resident memory that it has more with them than before, by their number
     * @param held connections that stood to the end
     */
    public record IdleFigures(double kibibytesEach, double held) {}

    /**
     * Measures one run of a load.
     *
     * @param warmUp how long the same load goes before, uncounted
     * @param length of what is counted; the last turn is waited for
     */
    public LoadFigures measure(PeerLoad load, Placement placement, Duration warmUp, Duration length) {
        try (PeerProcess listener = PeerProcess.start(placement.listener(implementation.listener()));
                PeerProcess dialer = dialer(listener, placement, load.words(), List.of("--by-line"))) {
            turns(dialer, load, warmUp);
            CpuMeter meter = new CpuMeter(Map.of("listener", listener.pid(), "dialer", dialer.pid()));
            List<PeerLine> lines = turns(dialer, load, length);
            double cpuMicros = meter.micros().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            return load.kind().figures(lines, cpuMicros);
        }
    }

    /**
     * Measures connections that stand and are not used, each from a host of its own. Handshakes go before, so that code and
     * what is made once are not counted, and garbage is collected before memory is read.
     *
     * @param seconds how long they are held once all stand
     */
    public IdleFigures measureIdle(int connections, Placement placement, int seconds) {
        try (PeerProcess listener = PeerProcess.start(placement.listener(implementation.listener()))) {
            String to = listener.await("listening").address();
            List<String> warmUp = List.of("handshakes", "--count", HANDSHAKES, "--parallel", "4", "--to", to);
            try (PeerProcess dialer = PeerProcess.start(placement.dialer(implementation.dialer(warmUp)))) {
                dialer.await("handshakes");
            }
            double before = residentBytes(listener);
            List<String> load = List.of(
                    "idle",
                    "--count",
                    Integer.toString(connections),
                    "--seconds",
                    Integer.toString(seconds),
                    "--to",
                    to);
            try (PeerProcess dialer = PeerProcess.start(placement.dialer(implementation.dialer(load)))) {
                dialer.await("standing");
                double with = residentBytes(listener);
                double held = dialer.await("idle").number("held");
                return new IdleFigures((with - before) / BYTES_PER_KIBIBYTE / connections, held);
            }
        }
    }

    private double residentBytes(PeerProcess listener) {
        implementation.collectGarbage(listener);
        return ProcessFigures.residentBytes(listener.pid());
    }

    private PeerProcess dialer(PeerProcess listener, Placement placement, List<String> words, List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        all.addAll(List.of("--to", listener.await("listening").address()));
        return PeerProcess.start(placement.dialer(implementation.dialer(all)));
    }

    private static List<PeerLine> turns(PeerProcess dialer, PeerLoad load, Duration length) {
        List<PeerLine> lines = new ArrayList<>();
        long end = System.nanoTime() + length.toNanos();
        do {
            lines.add(dialer.turn(load.event()));
        } while (System.nanoTime() < end);
        return lines;
    }
}
