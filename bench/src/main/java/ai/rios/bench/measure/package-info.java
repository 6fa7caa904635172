/**
 * What is read from the operating system (CPU time and memory of processes, the machine) and the arithmetic on figures.
 */
@NullMarked
package ai.rios.bench.measure;

import org.jspecify.annotations.NullMarked;
