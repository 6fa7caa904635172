package ai.rios.edge.http;

import java.util.List;

/** A request as it came in. Confined to the request's thread. */
interface Incoming {
    /** As sent; methods are case-sensitive. */
    String method();

    /** The path as sent, still encoded. */
    String rawPath();

    /** The text after the question mark, still encoded; empty when there is none. */
    String rawQuery();

    /** All lines of a header, in order; empty when it is absent. */
    List<String> headers(String name);

    /**
     * The body, unpacked. Read once.
     *
     * @throws ai.rios.edge.errors.ApiException when it is too large or not what its headers say
     */
    byte[] body();
}
