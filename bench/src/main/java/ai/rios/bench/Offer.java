package ai.rios.bench;

import ai.rios.bench.load.Load;

/**
 * A load with its name in the figures. Immutable.
 *
 * @param name such as {@code open loop 500/s}
 * @param load measured
 */
record Offer(String name, Load load) {}
