/** Who a peer is: identity keys and the peer ids that are made of them. */
@NullMarked
package ai.rios.libp2p.crypto;

import org.jspecify.annotations.NullMarked;
