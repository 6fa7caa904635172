package ai.rios.runtime.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the partitions' leaders who has a transaction open there and the coordinators what it is called, and then takes its name
 * over, as a producer does that starts again: the coordinator aborts what the former one left. Confined to one thread.
 */
final class KafkaOpenTransactions implements OpenTransactions {
    private static final int REQUEST_LIMIT_MILLIS = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Admin admin;

    private KafkaOpenTransactions(Admin admin) {
        this.admin = admin;
    }

    /** Of the cluster that an application works with. */
    static KafkaOpenTransactions of(String bootstrapServers, Map<String, String> clientProperties) {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_LIMIT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        return new KafkaOpenTransactions(Admin.create(settings));
    }

    @Override
    public Set<String> abort(Set<TopicPartition> partitions, Predicate<String> isSpared) {
        Set<Long> producers = answer(admin.describeProducers(partitions).all()).values().stream()
                .map(PartitionProducerState::activeProducers)
                .flatMap(Collection::stream)
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .map(ProducerState::producerId)
                .collect(Collectors.toSet());
        if (producers.isEmpty()) {
            return Set.of();
        }
        // One that is being completed needs no help.
        Set<String> open = answer(admin.listTransactions(new ListTransactionsOptions()
                                .filterProducerIds(producers)
                                .filterStates(Set.of(TransactionState.ONGOING)))
                        .all())
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(isSpared.negate())
                .collect(Collectors.toSet());
        if (!open.isEmpty()) {
            answer(admin.fenceProducers(open).all());
        }
        return open;
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("open transactions cannot be looked at or ended", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at open transactions", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
