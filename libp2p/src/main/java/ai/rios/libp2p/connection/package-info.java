/** What applications hold: connections to peers and the streams on them. */
@NullMarked
package ai.rios.libp2p.connection;

import org.jspecify.annotations.NullMarked;
