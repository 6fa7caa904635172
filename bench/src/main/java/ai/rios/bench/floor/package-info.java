/**
 * The floors: the least that a server of the same kind could do for the same request, as processes of their own.
 */
@NullMarked
package ai.rios.bench.floor;

import org.jspecify.annotations.NullMarked;
