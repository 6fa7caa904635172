/** What a host may hold in memory and in streams, counted for the whole of it and for each peer, connection and protocol. */
@NullMarked
package ai.rios.libp2p.resources;

import org.jspecify.annotations.NullMarked;
