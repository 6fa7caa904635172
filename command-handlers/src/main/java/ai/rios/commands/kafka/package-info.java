/** The Kafka Streams adapter around the pure decider: one processor, one store, exactly once. */
@NullMarked
package ai.rios.commands.kafka;

import org.jspecify.annotations.NullMarked;
