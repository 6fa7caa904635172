/** The topic catalogue and the names of record headers. */
@NullMarked
package ai.rios.schemas.topics;

import org.jspecify.annotations.NullMarked;
