/** Tests of the stream: feeds simulated over seeds, consumers that are Kafka's own mocks, handshakes. */
@NullMarked
package ai.rios.edge.stream;

import org.jspecify.annotations.NullMarked;
