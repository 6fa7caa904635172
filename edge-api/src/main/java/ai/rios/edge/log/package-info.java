/** How an edge follows topics: threads with consumers that start again when Kafka fails, and the tail of a whole topic. */
@NullMarked
package ai.rios.edge.log;

import org.jspecify.annotations.NullMarked;
