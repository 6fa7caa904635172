/**
 * Benchmarks, each with its floor in the same run.
 */
@NullMarked
package ai.rios.bench;

import org.jspecify.annotations.NullMarked;
