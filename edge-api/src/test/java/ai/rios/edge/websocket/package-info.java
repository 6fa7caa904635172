/** Tests of the WebSocket layer: the codec without sockets, connections over memory, the server over raw sockets. */
@NullMarked
package ai.rios.edge.websocket;

import org.jspecify.annotations.NullMarked;
