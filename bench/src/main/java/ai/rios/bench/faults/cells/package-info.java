/**
 * What is done to a running stack, in which cells, and what is found then. Front door: {@link ai.rios.bench.faults.cells.CellRun}.
 */
@NullMarked
package ai.rios.bench.faults.cells;

import org.jspecify.annotations.NullMarked;
