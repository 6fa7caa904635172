/**
 * The load generator: open and closed loop over HTTP/1.1, latency from the intended start. Front door:
 * {@link ai.rios.bench.load.LoadGenerator}.
 */
@NullMarked
package ai.rios.bench.load;

import org.jspecify.annotations.NullMarked;
