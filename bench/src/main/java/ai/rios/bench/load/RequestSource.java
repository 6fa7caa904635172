package ai.rios.bench.load;

import java.nio.ByteBuffer;

/** Makes requests. Called by the generator's thread only. */
@FunctionalInterface
public interface RequestSource {
    /**
     * The next request: request line, headers and body as they go over the wire, HTTP/1.1, keep-alive. The generator owns
     * the buffer, position to limit, from then on.
     */
    ByteBuffer next();
}
