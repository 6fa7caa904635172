@NullMarked
package ai.rios.edge.outbound;

import org.jspecify.annotations.NullMarked;
