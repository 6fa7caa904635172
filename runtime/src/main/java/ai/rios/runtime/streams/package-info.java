/**
 * How a Kafka Streams application is run here: exactly once with short commits, bounded RocksDB memory, threads that are
 * replaced when they die, unreadable records set aside, and an orderly end.
 */
@NullMarked
package ai.rios.runtime.streams;

import org.jspecify.annotations.NullMarked;
