/** Who is asking: tokens, the keys that sign them, scopes and plans. */
@NullMarked
package ai.rios.edge.auth;

import org.jspecify.annotations.NullMarked;
