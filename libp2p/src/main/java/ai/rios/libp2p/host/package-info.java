/** A peer of one's own: it listens, dials, keeps connections, and serves streams by their protocol. */
@NullMarked
package ai.rios.libp2p.host;

import org.jspecify.annotations.NullMarked;
