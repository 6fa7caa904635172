@NullMarked
package ai.rios.schemas.registry;

import org.jspecify.annotations.NullMarked;
