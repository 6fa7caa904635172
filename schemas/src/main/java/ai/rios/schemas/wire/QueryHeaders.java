package ai.rios.schemas.wire;

/** Names of HTTP headers between edge and projections. */
public final class QueryHeaders {
    /** {@code Bearer <secret of the stack>}. */
    public static final String AUTHORIZATION = "authorization";

    /** In a question, epoch of the routing table by which it was asked; in a 421, the instance's own. */
    public static final String EPOCH = "rios-epoch";

    /** In a 412, the tenant's sequence that the view has. */
    public static final String POSITION = "rios-position";

    /** In a 412, whether the tenant stands at a hole: {@code true} or {@code false}. */
    public static final String BLOCKED = "rios-blocked";

    /** Path of the routing table. */
    public static final String ROUTING = "/queries/v1/routing";

    private QueryHeaders() {}
}
