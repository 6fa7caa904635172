package ai.rios.bench.compare;

import ai.rios.bench.load.Load;

/**
 * A load with its name in the figures. Immutable.
 *
 * @param name such as {@code open loop 500/s}
 * @param load measured
 */
public record Offer(String name, Load load) {}
