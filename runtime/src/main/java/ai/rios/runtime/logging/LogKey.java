package ai.rios.runtime.logging;

/** What a log line can carry besides its message: the fixed keys by which the lines of one request are found. */
public enum LogKey {
    /** Correlation id of the request, {@code req_…} or the client's own. */
    REQUEST_ID("requestId"),
    /** W3C trace id, 32 hex digits. */
    TRACE_ID("traceId"),
    /** W3C span id, 16 hex digits. */
    SPAN_ID("spanId"),
    /** Tenant on whose behalf the work is done. */
    TENANT("tenant"),
    /** Operation id of the command, {@code op_…}. */
    OPERATION("operation");

    private final String json;

    LogKey(String json) {
        this.json = json;
    }

    /** Name in the JSON line and in SLF4J's diagnostic context. */
    public String json() {
        return json;
    }
}
