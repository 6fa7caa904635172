package ai.rios.standalone.cli;

import ai.rios.projections.rebuild.Rebuild;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.settings.Settings;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import ai.rios.standalone.settings.SettingSources;
import ai.rios.standalone.settings.StackSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * {@code ./rios rebuild}: has the views built anew beside those in use, compared, and switched. It only talks to the cluster; the
 * projections that run do the work.
 */
record RebuildVerb(Path home) implements Verb {
    private static final String LIMIT = "--limit";
    private static final String ACCEPT = "--accept-differences";
    private static final long ASK_SECONDS = 20;

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String summary() {
        return "build the views anew beside those in use, compare, switch; readers notice nothing";
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "Exit status: 0 switched; 3 they differ, 4 it was not done in time: the views in use go on then.");
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.DATA,
                new Option(LIMIT, "TIME", "give up after it, such as 90s, 30m, 2h (default 1h)"),
                new Option(ACCEPT, "", "switch also where they differ: for when those in use are known to be wrong"),
                Option.CONFIG,
                new Option(
                        Option.SET.name(),
                        Option.SET.value(),
                        "kafka.bootstrap-servers=HOST:PORT names a cluster instead of a folder; may be repeated"));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Rebuild.Options options = new Rebuild.Options(limit(arguments), arguments.has(ACCEPT));
        SettingSources sources = Option.settings(arguments);
        ClusterConfig cluster = ClusterConfig.from(
                Settings.read(StackSettings.all(), sources.file(), sources.environment(), sources.flags()));
        Map<String, Object> clients = new HashMap<>(cluster.clientProperties());
        clients.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                sources.sets(ClusterConfig.BOOTSTRAP_SERVERS)
                        ? cluster.bootstrapServers()
                        : runningOn(arguments.dataFolder(home)));
        clients.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        try {
            return Rebuild.run(asMade(cluster.topics(), clients), clients, options, out::println)
                    .exitCode();
        } catch (IllegalStateException failure) {
            throw new StandaloneException(
                    "The rebuild has stopped: " + failure.getMessage() + "; run it again to go on.", failure);
        }
    }

    private static Duration limit(Arguments arguments) {
        String text = arguments.value(LIMIT).orElse("1h");
        if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
            throw new UsageException(LIMIT + " must be a time such as 90s, 30m or 2h, was \"" + text + "\"");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static String runningOn(Path folder) {
        StackState state = new StackStateFile(folder).read();
        if (state.kafka().isEmpty()) {
            throw new StandaloneException("No stack runs on " + folder
                    + ", and the projections that run are what rebuilds; start it with ./rios up.");
        }
        return state.kafka();
    }

    /** The catalogue with as many partitions as the topics were made with. */
    private static TopicCatalogue asMade(TopicCatalogue topics, Map<String, Object> clients) {
        String events = topics.deploymentEvents().name();
        try (Admin admin = Clusters.admin(clients)) {
            int partitions = admin
                    .describeTopics(List.of(events))
                    .allTopicNames()
                    .get(ASK_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
            return TopicCatalogue.of(topics.prefix(), partitions);
        } catch (ExecutionException | TimeoutException failure) {
            throw new StandaloneException("Cannot find the topic " + events + ": " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while looking for the topics.", interrupted);
        }
    }
}
