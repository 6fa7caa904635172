package ai.rios.edge.deployments;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.Names;
import ai.rios.edge.json.CanonicalJson;
import ai.rios.schemas.deployment.DeploymentCommand.Idempotency;
import ai.rios.schemas.ids.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Clients' keys for writes, and the fingerprint of what they were used for. */
public final class IdempotencyKeys {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private IdempotencyKeys() {}

    /**
     * The key of a call; null when it has none.
     *
     * @param payload of the request; null when there is none
     * @throws ApiException {@code invalid_request} when the key is none
     */
    public static @Nullable Idempotency of(Call call, @Nullable JsonNode payload) {
        if (call.headers(Names.IDEMPOTENCY_KEY).size() > 1) {
            throw new ApiException(ApiError.invalid(Names.IDEMPOTENCY_KEY, "must not stand twice"));
        }
        String key = call.header(Names.IDEMPOTENCY_KEY);
        if (key == null) {
            return null;
        }
        if (!KEY.matcher(key).matches()) {
            throw new ApiException(
                    ApiError.invalid(Names.IDEMPOTENCY_KEY, "must be 1 to 128 visible ASCII characters"));
        }
        String scope = call.principal().subject() + '|' + call.method() + ' ' + call.template();
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("path", call.path());
        request.set("payload", payload == null ? NullNode.instance : payload);
        ObjectNode query = request.putObject("query");
        call.query().values().forEach((name, values) -> {
            ArrayNode all = query.putArray(name);
            values.forEach(all::add);
        });
        return new Idempotency(key, scope, fingerprint(request));
    }

    /** Hex SHA-256 of the canonical form. */
    public static String fingerprint(JsonNode value) {
        return Sha256.hex(CanonicalJson.bytes(value));
    }
}
