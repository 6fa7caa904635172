/** What all layers stand on: bytes both ways, which end of them this is, and time. */
@NullMarked
package ai.rios.libp2p.io;

import org.jspecify.annotations.NullMarked;
