/** Answers questions over the views of the partitions that this process holds: positions, waits, conditions. */
@NullMarked
package ai.rios.projections.queries;

import org.jspecify.annotations.NullMarked;
