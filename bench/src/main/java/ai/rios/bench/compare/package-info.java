/**
 * Subjects under the same loads in turns. Front door: {@link ai.rios.bench.compare.Comparison}.
 */
@NullMarked
package ai.rios.bench.compare;

import org.jspecify.annotations.NullMarked;
