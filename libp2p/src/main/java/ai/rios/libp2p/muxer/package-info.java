/** Stream multiplexers: one secure channel becomes many independent streams. */
@NullMarked
package ai.rios.libp2p.muxer;

import org.jspecify.annotations.NullMarked;
