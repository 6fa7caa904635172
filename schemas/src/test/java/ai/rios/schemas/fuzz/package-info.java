/** Input that nobody sends on purpose, for the tests of parsers. */
@NullMarked
package ai.rios.schemas.fuzz;

import org.jspecify.annotations.NullMarked;
