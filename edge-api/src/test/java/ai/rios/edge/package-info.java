/** Tests of the edge as a whole, on a real port over a log and views in memory. */
@NullMarked
package ai.rios.edge;

import org.jspecify.annotations.NullMarked;
