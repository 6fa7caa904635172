/** Tests of this part of the edge by itself. */
@NullMarked
package ai.rios.edge.auth;

import org.jspecify.annotations.NullMarked;
