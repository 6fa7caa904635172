/** Direct connections in the place of relayed ones (relay/DCUtR.md of the specifications), also between two NATs. */
@NullMarked
package ai.rios.libp2p.dcutr;

import org.jspecify.annotations.NullMarked;
