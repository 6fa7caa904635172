package ai.rios.schemas.topics;

/** Names of record headers. Values are UTF-8 text. */
public final class Headers {
    /** Operation id of a command, and of the outcome and events it led to. */
    public static final String OPERATION = "operation";

    /** Correlation id of the request. */
    public static final String REQUEST_ID = "request-id";

    /** Tenant, on every record, so that readers may filter before they decode. */
    public static final String TENANT = "tenant";

    /** Instance and start of the edge that waits for the outcome; the handler copies it from command to outcome. */
    public static final String EDGE = "edge";

    /** Milliseconds after log append within which a command must be decided; absent: no limit. */
    public static final String BUDGET_MS = "budget-ms";

    /** When a command's client gives up: epoch milliseconds by the edge's clock; absent: it waits as long as it takes. */
    public static final String DEADLINE_MS = "deadline-ms";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** Tenant's sequence, on events. */
    public static final String SEQUENCE = "sequence";

    /** Deployment id, on events and snapshots. */
    public static final String DEPLOYMENT_ID = "deployment-id";

    private Headers() {}
}
