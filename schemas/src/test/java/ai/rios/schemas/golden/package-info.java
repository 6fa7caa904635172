/** Bytes as released versions wrote them, for the tests of what one version writes and another reads. */
@NullMarked
package ai.rios.schemas.golden;

import org.jspecify.annotations.NullMarked;
