/** Many operations in one request. */
@NullMarked
package ai.rios.edge.batch;

import org.jspecify.annotations.NullMarked;
