/** How far each tenant's log has got, as far as this edge knows. */
@NullMarked
package ai.rios.edge.positions;

import org.jspecify.annotations.NullMarked;
