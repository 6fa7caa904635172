/** Values that describe themselves: varints, multihashes, text bases, content ids and addresses. Strict readers only. */
@NullMarked
package ai.rios.libp2p.multiformats;

import org.jspecify.annotations.NullMarked;
