/**
 * WebSockets (RFC 6455) with permessage-deflate (RFC 7692) on Helidon's HTTP/1.1 upgrade SPI. Knows nothing of what is
 * spoken over them; refusals are the errors of all transports.
 *
 * <p>Front door: an {@link ai.rios.edge.websocket.WebSocketEndpoint} for each path, together in a
 * {@link ai.rios.edge.websocket.WebSocketProtocol} that goes into {@code WebServer.builder().addProtocol(…)}, with one
 * {@link ai.rios.edge.websocket.WebSocketConnections} for the whole server.
 *
 * <p>What the peer is held to:
 *
 * <pre>
 *  1002  unmasked frame, reserved opcode or bit, length not in its shortest form, control frame fragmented or over
 *        125 bytes, continuation of nothing, message inside a message, close frame of one byte or with a bad code
 *  1003  binary data, where the endpoint does not take it
 *  1007  text or close reason that is not UTF-8 (found at the first bad byte), data that does not inflate
 *  1009  message over the limit, reassembled and decompressed (default 1 MiB)
 *  4001  24 hours old     4008  3 s over 100 messages a second     4010  silent for 75 s (pinged every 30 s)
 * </pre>
 *
 * <p>Threads: each connection has a reading virtual thread, which calls the listener, and a writing one, which drains a
 * bounded queue into one write for up to 64 frames. Nothing admitted to that queue is dropped; a full queue is the
 * sender's to wait for or to come back to. A close frame is answered with its code; ours is waited on for 5 s.
 */
@NullMarked
package ai.rios.edge.websocket;

import org.jspecify.annotations.NullMarked;
