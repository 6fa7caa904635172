package ai.rios.bench.product;

import ai.rios.bench.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests that read deployments, one after another and from the start again. Confined to one thread. */
public final class ReadRequests implements RequestSource {
    /**
     * A deployment that can be read.
     *
     * @param tenant its owner
     */
    public record Target(Tenant tenant, String id) {}

    private final List<byte[]> requests;
    private int next;

    /**
     * Reads of {@code targets}, by turns.
     *
     * @param host of the Host header
     */
    public ReadRequests(String host, List<Target> targets) {
        this.requests = targets.stream().map(target -> request(host, target)).toList();
    }

    @Override
    public ByteBuffer next() {
        byte[] request = requests.get(next);
        next = (next + 1) % requests.size();
        return ByteBuffer.wrap(request);
    }

    private static byte[] request(String host, Target target) {
        return ("GET /v1/deployments/" + target.id() + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                        + target.tenant().token() + "\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
