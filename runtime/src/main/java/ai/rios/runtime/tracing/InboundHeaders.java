package ai.rios.runtime.tracing;

import org.jspecify.annotations.Nullable;

/** Headers of a request that came in, whatever server it came through. */
@FunctionalInterface
public interface InboundHeaders {
    /**
     * First value of a header, null when it is absent.
     *
     * @param name in any case; the server compares as HTTP does
     */
    @Nullable String first(String name);
}
