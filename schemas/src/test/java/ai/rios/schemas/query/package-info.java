@NullMarked
package ai.rios.schemas.query;

import org.jspecify.annotations.NullMarked;
