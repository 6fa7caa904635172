/** Secure channels: bytes become private, and the other end becomes a known peer. */
@NullMarked
package ai.rios.libp2p.security;

import org.jspecify.annotations.NullMarked;
