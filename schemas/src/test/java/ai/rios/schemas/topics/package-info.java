@NullMarked
package ai.rios.schemas.topics;

import org.jspecify.annotations.NullMarked;
