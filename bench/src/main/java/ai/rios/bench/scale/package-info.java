/**
 * How the backbone behaves as what it holds and whom it serves grow: groups of figures that can be taken alone. Front door:
 * {@link ai.rios.bench.scale.Scale}.
 */
@NullMarked
package ai.rios.bench.scale;

import org.jspecify.annotations.NullMarked;
