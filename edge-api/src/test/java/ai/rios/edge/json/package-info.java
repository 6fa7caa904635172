/** Tests of this part of the edge by itself. */
@NullMarked
package ai.rios.edge.json;

import org.jspecify.annotations.NullMarked;
