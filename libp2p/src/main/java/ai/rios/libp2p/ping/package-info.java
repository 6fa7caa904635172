/** ping: whether a peer still answers, and how fast. */
@NullMarked
package ai.rios.libp2p.ping;

import org.jspecify.annotations.NullMarked;
