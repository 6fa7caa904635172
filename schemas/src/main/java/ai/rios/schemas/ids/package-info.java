/** Ids: a prefix, an underscore and 26 characters of lower-case Crockford base32. */
@NullMarked
package ai.rios.schemas.ids;

import org.jspecify.annotations.NullMarked;
