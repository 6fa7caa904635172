/**
 * Folds events into views and answers queries over them.
 */
@NullMarked
package ai.rios.projections;

import org.jspecify.annotations.NullMarked;
