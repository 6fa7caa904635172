/**
 * Noise ({@code /noise}): {@code Noise_XX_25519_ChaChaPoly_SHA256} with an empty prologue, as the specification of libp2p
 * says. Front door: {@link ai.rios.libp2p.security.noise.Noise}.
 *
 * <p>A frame is a length of two bytes, big endian, and so many bytes of a Noise message; those of the handshake are:
 *
 * <pre>
 *  1  initiator  e               nothing
 *  2  responder  e, ee, s, es    identity key, its signature of s, names of muxers
 *  3  initiator  s, se           the same
 * </pre>
 *
 * <p>X25519 is BouncyCastle's, which takes half of the time of the JDK's; ChaCha20-Poly1305, SHA-256 and HMAC are the JDK's.
 */
@NullMarked
package ai.rios.libp2p.security.noise;

import org.jspecify.annotations.NullMarked;
