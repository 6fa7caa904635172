/**
 * Yamux ({@code /yamux/1.0.0}): streams with a window each over one channel, as the specification of libp2p says.
 *
 * <p>Front door: {@link ai.rios.libp2p.muxer.yamux.Yamux}. A frame is a header of 12 bytes, big endian, and after a data
 * frame's its payload:
 *
 * <pre>
 *  0        version, 0
 *  1        type: 0 data, 1 window update, 2 ping, 3 go away
 *  2 .. 3   flags: 1 SYN, 2 ACK, 4 FIN, 8 RST, on data and window updates alike
 *  4 .. 7   stream; odd from the dialer, even from the listener, 0 the connection itself
 *  8 .. 11  bytes of payload; growth of the window (on a reset: why); the ping's value; why the connection ends
 * </pre>
 *
 * <p>Threads: each session has a reading virtual thread and a writing one, and only these touch the channel. The reading
 * one never waits for the writing one, so two sessions cannot wait for each other: what it has to say goes into a queue
 * with a bound. Applications fill and empty the buffers of their streams, which are bounded by windows, and wait there.
 *
 * <p>What a peer may not do ends the session with GoAway(1): another version, an unknown type, a stream number of the
 * wrong side or one that is open, more data than the window, a window beyond 32 bits, stream 0 where a stream belongs, and
 * floods ({@link ai.rios.libp2p.muxer.yamux.YamuxLimits}). Frames of streams that are no more are passed over.
 */
@NullMarked
package ai.rios.libp2p.muxer.yamux;

import org.jspecify.annotations.NullMarked;
