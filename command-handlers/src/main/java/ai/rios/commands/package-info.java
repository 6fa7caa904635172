/**
 * Decides commands into events and outcomes: the Kafka Streams application around the pure domain core.
 */
@NullMarked
package ai.rios.commands;

import org.jspecify.annotations.NullMarked;
