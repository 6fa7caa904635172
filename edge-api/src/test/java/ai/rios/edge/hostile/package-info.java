/**
 * Hostile requests, a row a request, through the edge as it is shipped: what is sent, the one answer to it, and where that is written.
 * {@code HostileTable} is the table, {@code HostileTableTest} sends it, and {@code docs/hostile.md} shows it.
 */
@NullMarked
package ai.rios.edge.hostile;

import org.jspecify.annotations.NullMarked;
