@NullMarked
package ai.rios.schemas.codec;

import org.jspecify.annotations.NullMarked;
