/** TCP, with a virtual thread for whatever waits. */
@NullMarked
package ai.rios.libp2p.transport.tcp;

import org.jspecify.annotations.NullMarked;
