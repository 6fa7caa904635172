/** Runs the folds in Kafka Streams, exactly once, and gives readers the stores of the partitions that this process holds. */
@NullMarked
package ai.rios.projections.streams;

import org.jspecify.annotations.NullMarked;
