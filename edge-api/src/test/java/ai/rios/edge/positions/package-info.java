@NullMarked
package ai.rios.edge.positions;

import org.jspecify.annotations.NullMarked;
