/**
 * Clients of several tenants that use the product through its edge, in an open loop from one seed, and write down all that they send and
 * see. Front door: {@link ai.rios.bench.faults.traffic.Traffic}.
 */
@NullMarked
package ai.rios.bench.faults.traffic;

import org.jspecify.annotations.NullMarked;
