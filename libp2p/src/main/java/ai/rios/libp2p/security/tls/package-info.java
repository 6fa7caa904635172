/**
 * TLS 1.3 as libp2p speaks it ({@code /tls/1.0.0}): both ends show one self-signed certificate, in which their identity
 * vouches for the certificate's key. The protocol is the JDK's; names, authorities and tickets have no part in it. Front door:
 * {@link ai.rios.libp2p.security.tls.Tls}.
 *
 * <p>The certificate's extension 1.3.6.1.4.1.53594.1.1 is
 * {@code SEQUENCE { OCTET STRING identity key, OCTET STRING signature }}; the signature is by the identity, of
 * {@code libp2p-tls-handshake:} and the certificate's key as SubjectPublicKeyInfo.
 *
 * <p>The muxer is agreed on as the application protocol: the client names its muxers and then {@code libp2p}, which leaves it
 * to a negotiation.
 */
@NullMarked
package ai.rios.libp2p.security.tls;

import org.jspecify.annotations.NullMarked;
