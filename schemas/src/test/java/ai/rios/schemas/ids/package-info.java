@NullMarked
package ai.rios.schemas.ids;

import org.jspecify.annotations.NullMarked;
