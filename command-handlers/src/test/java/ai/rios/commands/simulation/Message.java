package ai.rios.commands.simulation;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a record carries. Its value is the object that the adapter has sent, or bytes of a changelog. Immutable. */
record Message(Object key, @Nullable Object value, long timestampMs, Headers headers) {}
