package ai.rios.bench.product;

import ai.rios.bench.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests that create deployments, every one valid and with a name of its own, by turns for each tenant. Confined to one
 * thread.
 */
public final class CreateRequests implements RequestSource {
    private final List<Tenant> tenants;
    private final List<String> heads;
    private final String namePrefix;
    private long made;

    /**
     * Requests whose names start with {@code namePrefix}, which must not have been used on the same stack.
     *
     * @param host of the Host header
     */
    public CreateRequests(String host, List<Tenant> tenants, String namePrefix) {
        this.tenants = List.copyOf(tenants);
        this.heads = tenants.stream().map(tenant -> head(host, tenant)).toList();
        this.namePrefix = namePrefix;
    }

    /** A valid body for a deployment of that name. */
    public static String body(String name) {
        return """
            {"name":"%s","image":"registry.example.org/shop/checkout:1.24.3","resources":{"cpu":2,"memory":2048},\
            "env":{"LOG_LEVEL":"info","REGION":"eu-west"},"labels":{"team":"checkout"},"region":"eu-west","replicas":2}""".formatted(name);
    }

    @Override
    public ByteBuffer next() {
        String body = body(namePrefix + '-' + Long.toString(made, 36));
        String head = heads.get((int) (made % tenants.size()));
        made++;
        // The body is ASCII: its characters are its bytes.
        return ByteBuffer.wrap((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(String host, Tenant tenant) {
        return "POST /v1/deployments HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + tenant.token()
                + "\r\nTenant: " + tenant.name()
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ";
    }
}
