package ai.rios.projections.streams;

import ai.rios.schemas.wire.RoutingTable;
import ai.rios.schemas.wire.RoutingTable.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** Turns what Streams knows of all instances into a routing table. */
final class RoutingView {
    private RoutingView() {}

    /**
     * The table.
     *
     * @param instances what every instance holds, as of the last assignment
     * @param events the events topic
     * @param lags changelog records that this instance's standby copies lack, by partition
     */
    static RoutingTable of(
            int generation,
            String self,
            Collection<StreamsMetadata> instances,
            String events,
            int partitions,
            Map<Integer, Long> lags) {
        List<Route> routes = new ArrayList<>();
        StringBuilder assignment = new StringBuilder();
        for (int partition = 0; partition < partitions; partition++) {
            TopicPartition place = new TopicPartition(events, partition);
            String active = null;
            TreeSet<String> standbys = new TreeSet<>();
            for (StreamsMetadata instance : instances) {
                if (instance.topicPartitions().contains(place)) {
                    active = address(instance.hostInfo());
                } else if (instance.standbyTopicPartitions().contains(place)) {
                    standbys.add(address(instance.hostInfo()));
                }
            }
            Long lag = lags.get(partition);
            routes.add(new Route(active, List.copyOf(standbys), lag == null ? Map.of() : Map.of(self, lag)));
            assignment.append(active).append(standbys).append(';');
        }
        return new RoutingTable(epoch(generation, assignment.toString()), generation, self, routes);
    }

    /** The same on every instance that knows the same assignment. */
    private static String epoch(int generation, String assignment) {
        long hash = 1_125_899_906_842_597L;
        for (int i = 0; i < assignment.length(); i++) {
            hash = 31 * hash + assignment.charAt(i);
        }
        return generation + "-" + Long.toHexString(hash);
    }

    private static String address(HostInfo host) {
        return host.host() + ":" + host.port();
    }
}
