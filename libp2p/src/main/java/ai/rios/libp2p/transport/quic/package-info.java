/**
 * QUIC version 1 ({@code /udp/…/quic-v1}): a transport that brings security and streams with it. Packets, their encryption and
 * the recovery of lost ones are Netty's native QUIC's, which runs quiche and BoringSSL; the certificates are those of
 * {@link ai.rios.libp2p.security.tls}. Front door: {@link ai.rios.libp2p.transport.quic.QuicTransport}.
 *
 * <pre>
 * application's threads   QuicStream        blocking; a queue of bytes each way, with bounds
 *                             |
 * one event loop          StreamHandler     a stream of Netty's, read only while its queue has room
 *                         ConnectionHandler a connection of Netty's: streams that come, the end that is told
 *                         UdpSocket         one socket, where connections of both directions meet
 * </pre>
 *
 * <p>Netty is an optional dependency of this module; whoever wants QUIC has {@code netty-codec-classes-quic} and the
 * {@code netty-codec-native-quic} of the machine on its class path.
 */
@NullMarked
package ai.rios.libp2p.transport.quic;

import org.jspecify.annotations.NullMarked;
