/** Asks the projections of other processes over HTTP/2; see {@link ai.rios.schemas.wire}. */
@NullMarked
package ai.rios.edge.queries;

import org.jspecify.annotations.NullMarked;
