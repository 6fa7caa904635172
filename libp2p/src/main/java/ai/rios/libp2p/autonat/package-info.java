/**
 * Whether a host can be dialed: peers are asked to dial it, and asked by others to dial them (autonat/autonat-v1.md and
 * autonat/autonat-v2.md of the specifications).
 */
@NullMarked
package ai.rios.libp2p.autonat;

import org.jspecify.annotations.NullMarked;
