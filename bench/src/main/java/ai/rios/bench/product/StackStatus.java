package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code ./rios status --json} tells of a stack. Immutable.
 *
 * @param http base address of the edge
 * @param kafka bootstrap servers
 * @param pids every process of the stack by name
 */
public record StackStatus(URI http, String kafka, Map<String, Long> pids) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public StackStatus {
        pids = Collections.unmodifiableMap(new LinkedHashMap<>(pids));
    }

    static StackStatus parse(String json) {
        try {
            JsonNode status = MAPPER.readTree(json);
            Map<String, Long> pids = new LinkedHashMap<>();
            status.path("processes")
                    .forEach(process -> pids.put(
                            process.path("name").asText(), process.path("pid").asLong()));
            return new StackStatus(
                    URI.create(status.path("http").asText()),
                    status.path("kafka").asText(),
                    pids);
        } catch (JsonProcessingException e) {
            throw new BenchException("The stack's status is not JSON: " + json, e);
        }
    }

    /**
     * The process of that name.
     *
     * @throws BenchException when there is none
     */
    public long pid(String name) {
        Long pid = pids.get(name);
        if (pid == null) {
            throw new BenchException("The stack has no process " + name + ", only " + pids.keySet());
        }
        return pid;
    }

    /** Where the edge listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(http.getHost(), http.getPort());
    }
}
