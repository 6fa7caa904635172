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

    /** So many that their garbage has gone through the listener's young generation. */
    private static final String HANDSHAKES = "4000";

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
        try (PeerProcess listener = listener(load.network(), load.words(), placement);
                PeerProcess dialer = dialer(
                        load.network(), load.words(), List.of("--by-line"), placement, listener.await("listening"))) {
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
     * Measures connections that stand and are not used, each from a host of its own. Handshakes go before, so that code, what
     * is made once, and pages that garbage touches first are not counted; garbage is collected before memory is read.
     *
     * @param seconds how long they are held once all stand
     */
    public IdleFigures measureIdle(int connections, Placement placement, int seconds) {
        List<String> load =
                List.of("idle", "--count", Integer.toString(connections), "--seconds", Integer.toString(seconds));
        try (PeerProcess listener = listener(Network.TCP, load, placement)) {
            PeerLine listening = listener.await("listening");
            List<String> warmUp = List.of("handshakes", "--count", HANDSHAKES, "--parallel", "4");
            try (PeerProcess dialer = dialer(Network.TCP, warmUp, List.of(), placement, listening)) {
                dialer.await("handshakes");
            }
            double before = residentBytes(listener);
            try (PeerProcess dialer = dialer(Network.TCP, load, List.of(), placement, listening)) {
                dialer.await("standing");
                double with = residentBytes(listener);
                double held = dialer.await("idle", Duration.ofSeconds(seconds)).number("held");
                return new IdleFigures((with - before) / BYTES_PER_KIBIBYTE / connections, held);
            }
        }
    }

    private double residentBytes(PeerProcess listener) {
        implementation.collectGarbage(listener);
        return ProcessFigures.residentBytes(listener.pid());
    }

    private PeerProcess listener(Network network, List<String> load, Placement placement) {
        return PeerProcess.start(name("listener", load), placement.listener(implementation.listener(network)));
    }

    private PeerProcess dialer(
            Network network, List<String> load, List<String> more, Placement placement, PeerLine listening) {
        List<String> all = new ArrayList<>(load);
        all.addAll(more);
        all.addAll(List.of("--to", listening.address()));
        return PeerProcess.start(name("dialer", load), placement.dialer(implementation.dialer(network, all)));
    }

    private String name(String side, List<String> load) {
        return "The " + side + " of " + implementation.name() + " under \"" + String.join(" ", load) + "\"";
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
