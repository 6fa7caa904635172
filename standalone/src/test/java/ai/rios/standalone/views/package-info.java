/** Projections on a real broker, alone and side by side. */
@NullMarked
package ai.rios.standalone.views;

import org.jspecify.annotations.NullMarked;
