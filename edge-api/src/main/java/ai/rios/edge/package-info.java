/**
 * The HTTP and WebSocket front of the system.
 */
@NullMarked
package ai.rios.edge;

import org.jspecify.annotations.NullMarked;
