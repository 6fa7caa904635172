/** Requests that the edge makes over HTTP. */
@NullMarked
package ai.rios.edge.outbound;

import org.jspecify.annotations.NullMarked;
