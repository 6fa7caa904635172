package ai.rios.bench;

import ai.rios.bench.libp2p.PeerLoad;
import ai.rios.bench.libp2p.Placement;
import ai.rios.bench.report.Goal;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A load that our pair and the floor's are both put under, and what is wanted of ours. Immutable.
 *
 * @param load of both
 * @param placement of both
 * @param bound which side of the wanted figure is good
 * @param wanted the load's figure as a multiple of the floor's
 * @param mostCpu processor time as a multiple of the floor's; empty where nothing is wanted of it
 */
record Contest(PeerLoad load, Placement placement, Goal.Bound bound, double wanted, OptionalDouble mostCpu) {
    private static final double MOST_LATENCY = 1.3;
    private static final double LEAST_RATE = 1;
    private static final double MOST_CPU = 1.5;

    /** Handshakes may take one and a half times as long. */
    private static final double LEAST_HANDSHAKES = 1 / 1.5;

    /** A JVM compiles by how often code ran, and of handshakes there are a few hundred a second. */
    private static final int HANDSHAKE_WARM_UPS = 3;

    static Contest ofRoundTrips(String name, String words, Placement placement) {
        return new Contest(
                PeerLoad.of(name, PeerLoad.Kind.ROUND_TRIPS, words),
                placement,
                Goal.Bound.AT_MOST,
                MOST_LATENCY,
                OptionalDouble.empty());
    }

    static Contest ofBytes(String name, String words, Placement placement) {
        return new Contest(
                PeerLoad.of(name, PeerLoad.Kind.BYTES, words),
                placement,
                Goal.Bound.AT_LEAST,
                LEAST_RATE,
                OptionalDouble.of(MOST_CPU));
    }

    static Contest ofHandshakes(String name, String words, Placement placement) {
        return new Contest(
                PeerLoad.of(name, PeerLoad.Kind.HANDSHAKES, words),
                placement,
                Goal.Bound.AT_LEAST,
                LEAST_HANDSHAKES,
                OptionalDouble.of(MOST_CPU));
    }

    /** The same over QUIC. */
    Contest overQuic() {
        return new Contest(load.overQuic(), placement, bound, wanted, mostCpu);
    }

    /** How long both are under the load before it is counted. */
    Duration warmUp(Duration usual) {
        return load.kind() == PeerLoad.Kind.HANDSHAKES ? usual.multipliedBy(HANDSHAKE_WARM_UPS) : usual;
    }

    String name() {
        return load.name() + ", " + placement.name();
    }
}
