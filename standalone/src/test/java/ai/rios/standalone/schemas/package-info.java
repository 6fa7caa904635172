/** Schemas against a running broker and registry, and as strangers read them. */
@NullMarked
package ai.rios.standalone.schemas;

import org.jspecify.annotations.NullMarked;
