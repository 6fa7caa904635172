/**
 * Circuit relay v2 (relay/circuit-v2.md of the specifications): peers that cannot be dialed are reached over one that can,
 * at which they have a reservation. The relay sees who talks to whom and how much, and no byte of what they say.
 *
 * <pre>
 * B ──hop CONNECT──► relay ──stop CONNECT──► A       A ──hop RESERVE──► relay, beforehand
 * B ◄══ security handshake, muxer, streams ══► A     over the two streams, which the relay joins
 * </pre>
 */
@NullMarked
package ai.rios.libp2p.relay;

import org.jspecify.annotations.NullMarked;
