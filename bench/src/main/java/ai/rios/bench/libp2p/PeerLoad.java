package ai.rios.bench.libp2p;

import ai.rios.bench.measure.Medians;
import java.util.Arrays;
import java.util.List;

/**
 * What a dialer does with a listener, in turns of some hundredths of a second to a second. Immutable.
 *
 * @param name in the figures
 * @param kind how its lines are read
 * @param words the peer's verb and options, without whom it dials
 * @param network what both talk over
 */
public record PeerLoad(String name, Kind kind, List<String> words, Network network) {
    /** Kinds of loads, and the units of their figures. */
    public enum Kind {
        /** Latency in microseconds, processor time in microseconds a round trip. */
        ROUND_TRIPS("p50", "µs", "CPU a round trip", "µs", 1),
        /** Megabytes a second, processor time in seconds a GiB. */
        BYTES("rate", "MB/s", "CPU a GiB", "s", 1e6),
        /** Handshakes a second, processor time in milliseconds each. */
        HANDSHAKES("rate", "handshakes/s", "CPU a handshake", "ms", 1e3);

        private final String figure;
        private final String unit;
        private final String cpu;
        private final String cpuUnit;
        private final double microsPerCpuUnit;

        Kind(String figure, String unit, String cpu, String cpuUnit, double microsPerCpuUnit) {
            this.figure = figure;
            this.unit = unit;
            this.cpu = cpu;
            this.cpuUnit = cpuUnit;
            this.microsPerCpuUnit = microsPerCpuUnit;
        }

        /** What the main figure is. */
        public String figure() {
            return figure;
        }

        /** Its unit. */
        public String unit() {
            return unit;
        }

        /** What the figure of processor time is. */
        public String cpu() {
            return cpu;
        }

        /** Its unit. */
        public String cpuUnit() {
            return cpuUnit;
        }

        /**
         * The figures of a run.
         *
         * @param lines what the dialer said, a line a turn; at least one
         * @param cpuMicros processor time that both processes took for them
         */
        LoadFigures figures(List<PeerLine> lines, double cpuMicros) {
            double seconds = sum(lines, "seconds");
            return switch (this) {
                case ROUND_TRIPS ->
                    figures(
                            Medians.median(lines.stream()
                                    .map(line -> line.number("p50us"))
                                    .toList()),
                            cpuMicros,
                            sum(lines, "frames"));
                case BYTES -> {
                    double bytes = sum(lines, "uploaded") + sum(lines, "downloaded");
                    yield figures(bytes / BYTES_PER_MEGABYTE / seconds, cpuMicros, bytes / BYTES_PER_GIBIBYTE);
                }
                case HANDSHAKES -> figures(sum(lines, "count") / seconds, cpuMicros, sum(lines, "count"));
            };
        }

        private LoadFigures figures(double figure, double cpuMicros, double amount) {
            return new LoadFigures(figure, cpuMicros / microsPerCpuUnit / amount);
        }

        private static double sum(List<PeerLine> lines, String name) {
            return lines.stream().mapToDouble(line -> line.number(name)).sum();
        }
    }

    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double BYTES_PER_GIBIBYTE = 1 << 30;

    /** Keeps a copy. */
    public PeerLoad {
        words = List.copyOf(words);
    }

    /** From the words of a command line; over TCP. */
    public static PeerLoad of(String name, Kind kind, String words) {
        return new PeerLoad(name, kind, Arrays.asList(words.split(" ", -1)), Network.TCP);
    }

    /** The same over QUIC, and another name. */
    public PeerLoad overQuic() {
        return new PeerLoad(name + " over QUIC", kind, words, Network.QUIC);
    }

    /** The event that ends a turn is called as the verb. */
    String event() {
        return words.getFirst();
    }
}
