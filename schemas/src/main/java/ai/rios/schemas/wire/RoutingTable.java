package ai.rios.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which projection instance holds which partition, as one instance knows it. Instances are {@code host:port} of their query
 * listeners. Immutable.
 *
 * @param epoch changes with every change of the table or of the generation of the views; the same on all instances that know
 *     the same
 * @param generation of the views
 * @param self the instance that tells it
 * @param routes by partition, all from 0
 */
public record RoutingTable(String epoch, int generation, String self, List<Route> routes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public RoutingTable {
        routes = List.copyOf(routes);
    }

    /**
     * Who holds a partition.
     *
     * @param active the instance that folds it; null while nobody does
     * @param standbys instances with copies
     * @param lag changelog records that the telling instance's own copy lacks, by instance; empty where it has none
     */
    public record Route(@Nullable String active, List<String> standbys, Map<String, Long> lag) {
        public Route {
            standbys = List.copyOf(standbys);
            lag = Map.copyOf(lag);
        }

        /** Whom to ask, the best first. */
        public List<String> candidates() {
            List<String> all = new ArrayList<>();
            if (active != null) {
                all.add(active);
            }
            all.addAll(standbys);
            return all;
        }
    }

    /** Whether somebody folds every partition. */
    public boolean isWhole() {
        return !routes.isEmpty() && routes.stream().allMatch(route -> route.active() != null);
    }

    /** Who holds a partition, as far as the table knows. */
    public Optional<Route> route(int partition) {
        return partition < routes.size() ? Optional.of(routes.get(partition)) : Optional.empty();
    }

    /** As JSON, so that people can read it too. */
    public byte[] toJson() {
        ObjectNode table = JSON.createObjectNode();
        table.put("epoch", epoch).put("generation", generation).put("self", self);
        ArrayNode partitions = table.putArray("partitions");
        for (Route route : routes) {
            ObjectNode one = partitions.addObject();
            one.put("active", route.active());
            ArrayNode standbys = one.putArray("standbys");
            route.standbys().forEach(standbys::add);
            ObjectNode lag = one.putObject("lag");
            new TreeMap<>(route.lag()).forEach(lag::put);
        }
        try {
            return JSON.writeValueAsBytes(table);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers could not be written", e);
        }
    }

    /**
     * Out of JSON.
     *
     * @throws IllegalArgumentException when it is no routing table
     */
    public static RoutingTable ofJson(byte[] json) {
        try {
            JsonNode table = JSON.readTree(json);
            List<Route> routes = new ArrayList<>();
            for (JsonNode one : table.path("partitions")) {
                List<String> standbys = new ArrayList<>();
                one.path("standbys").forEach(standby -> standbys.add(standby.asText()));
                Map<String, Long> lag = new TreeMap<>();
                one.path("lag")
                        .properties()
                        .forEach(each -> lag.put(each.getKey(), each.getValue().asLong()));
                JsonNode active = one.path("active");
                routes.add(new Route(active.isTextual() ? active.asText() : null, standbys, lag));
            }
            return new RoutingTable(
                    table.path("epoch").asText(),
                    table.path("generation").asInt(),
                    table.path("self").asText(),
                    routes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a routing table: " + e.getMessage(), e);
        }
    }
}
