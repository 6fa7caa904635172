/** {@code /v1/stream} of the edge on a real broker. */
@NullMarked
package ai.rios.standalone.stream;

import org.jspecify.annotations.NullMarked;
