/** Answers the questions of other processes over HTTP/2; see {@link ai.rios.schemas.wire}. */
@NullMarked
package ai.rios.projections.service;

import org.jspecify.annotations.NullMarked;
