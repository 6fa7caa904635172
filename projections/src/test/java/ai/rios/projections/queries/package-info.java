/** Tests of waits and positions. */
@NullMarked
package ai.rios.projections.queries;

import org.jspecify.annotations.NullMarked;
