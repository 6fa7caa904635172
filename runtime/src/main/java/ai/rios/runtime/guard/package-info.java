/** Time limits for clients that the server itself would wait for without end. */
@NullMarked
package ai.rios.runtime.guard;

import org.jspecify.annotations.NullMarked;
