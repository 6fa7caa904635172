package ai.rios.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/** Arithmetic on the figures of repeated runs. */
public final class Medians {
    private Medians() {}

    /** The middle value, or the mean of the two middle ones. */
    public static double median(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a median needs at least one value");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** How far the values lie apart: (highest − lowest) / median; 0 when the median is 0. */
    public static double spread(Collection<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        double middle = median(values);
        return middle == 0
                ? 0
                : (Arrays.stream(all).max().orElse(0) - Arrays.stream(all).min().orElse(0)) / middle;
    }

    /** {@code value} as a multiple of {@code floor}; NaN when the floor is 0, for then nothing can be said. */
    public static double ratio(double value, double floor) {
        return floor == 0 ? Double.NaN : value / floor;
    }
}
