/** How bytes get to other machines, and how they become secure, multiplexed connections. */
@NullMarked
package ai.rios.libp2p.transport;

import org.jspecify.annotations.NullMarked;
