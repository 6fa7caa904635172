@NullMarked
package ai.rios.schemas.deployment;

import org.jspecify.annotations.NullMarked;
