package ai.rios.standalone.cli;

import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.settings.Settings;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.standalone.settings.SettingSources;
import ai.rios.standalone.settings.StackSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** {@code ./rios topics}: the catalogue; {@code ./rios topics apply}: makes a cluster and a registry what it says. */
record TopicsVerb() implements Verb {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final String REPLICATION = "--replication";

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public String summary() {
        return "list the topics; \"topics apply\" creates them and registers the schemas on any cluster";
    }

    @Override
    public List<String> remarks() {
        return List.of("Without \"apply\" it prints what this build's catalogue says; no cluster is asked.");
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option(REPLICATION, "N", "copies of each new topic's records (default: the broker's)"),
                Option.CONFIG,
                new Option(
                        Option.SET.name(),
                        Option.SET.value(),
                        "such as kafka.bootstrap-servers=HOST:PORT or registry.urls=URL; may be repeated"));
    }

    @Override
    public int mostWords() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        SettingSources sources = Option.settings(arguments);
        ClusterConfig cluster = ClusterConfig.from(
                Settings.read(StackSettings.all(), sources.file(), sources.environment(), sources.flags()));
        short replication = replication(arguments);
        if (arguments.words().isEmpty()) {
            list(cluster.topics(), out);
            return 0;
        }
        if (!arguments.words().getFirst().equals("apply")) {
            throw new UsageException("./rios topics knows \"apply\" only, was \""
                    + arguments.words().getFirst() + "\"");
        }
        apply(cluster, replication, out);
        return 0;
    }

    private static short replication(Arguments arguments) {
        return (short) arguments.number(REPLICATION, TopicsApply.BROKER_DEFAULT_REPLICATION, 1, 99);
    }

    private static void list(TopicCatalogue topics, PrintStream out) {
        out.printf(Locale.ROOT, "%-32s %-24s %10s  %-8s %-9s%n", "topic", "key", "partitions", "cleanup", "retention");
        for (TopicSpec topic : topics.all()) {
            Duration retention = topic.retention();
            out.printf(
                    Locale.ROOT,
                    "%-32s %-24s %10d  %-8s %-9s%n",
                    topic.name(),
                    topic.key(),
                    topic.partitions(),
                    topic.cleanup().name().toLowerCase(Locale.ROOT),
                    retention == null ? "for ever" : retention.toDays() + " d");
        }
    }

    private static void apply(ClusterConfig cluster, short replication, PrintStream out) {
        Map<String, Object> client = new HashMap<>(cluster.clientProperties());
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        try (Admin admin = Clusters.admin(client);
                RegistryClient registry = new RegistryClient(cluster.registry())) {
            new TopicsApply(admin, registry, replication, STEP_LIMIT)
                    .apply(cluster.topics())
                    .lines()
                    .forEach(out::println);
        }
    }
}
