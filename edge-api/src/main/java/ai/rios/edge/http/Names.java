package ai.rios.edge.http;

/** Names of the headers that we give or take beyond HTTP's own. */
public final class Names {
    /** Correlation id of a request. */
    public static final String REQUEST_ID = "X-Request-ID";

    /** Trace id of a request. */
    public static final String TRACE_ID = "X-Trace-ID";

    /** Span id of a request. */
    public static final String SPAN_ID = "X-Span-ID";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** Operation of a write. */
    public static final String OPERATION = "X-RiOS-Operation";

    /** Position of the tenant's deployments after a write, or of the view that was read. */
    public static final String POSITION = "X-RiOS-Position";

    /** Position that a read must see. */
    public static final String MIN_POSITION = "X-RiOS-Min-Position";

    /** Whether what a read waited for came about. */
    public static final String WAIT_SATISFIED = "X-RiOS-Wait-Satisfied";

    /** The client's key of a write. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Answered from an earlier use of the key. */
    public static final String IDEMPOTENCY_REPLAYED = "Idempotency-Replayed";

    /** Version of the interface, as a date. */
    public static final String API_VERSION = "API-Version";

    /** Since when, or from when on, the version that was spoken is deprecated (RFC 9745). */
    public static final String DEPRECATION = "Deprecation";

    /** Until when the version that was spoken is served (RFC 8594). */
    public static final String SUNSET = "Sunset";

    private Names() {}
}
