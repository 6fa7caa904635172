/**
 * Peers that talk libp2p. Here are the failures that every part shares; the parts are packages of their own, and none of
 * them knows of more than libp2p.
 */
@NullMarked
package ai.rios.libp2p;

import org.jspecify.annotations.NullMarked;
