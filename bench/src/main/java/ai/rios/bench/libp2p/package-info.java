/** Pairs of libp2p peers as processes, ours and go-libp2p's, and what is measured of them; a Kademlia network in this process. */
@NullMarked
package ai.rios.bench.libp2p;

import org.jspecify.annotations.NullMarked;
