/** Short signed texts that clients carry for us: cursors and tickets. */
@NullMarked
package ai.rios.edge.signing;

import org.jspecify.annotations.NullMarked;
