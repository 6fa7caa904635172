package ai.rios.standalone.views;

import ai.rios.projections.ListenerConfig;
import ai.rios.projections.Projections;
import ai.rios.projections.ProjectionsConfig;
import ai.rios.projections.streams.Retention;
import ai.rios.runtime.health.Health;
import ai.rios.runtime.metrics.Metrics;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** One instance of the projections as a process that a test may kill. Ends with its standard input. */
final class ProjectionInstance {
    /** What the instances of a test show to one another. */
    static final String SECRET = "a-secret-of-this-test";

    private ProjectionInstance() {}

    /** Arguments: bootstrap servers, topic prefix, partitions, state folder, port. */
    public static void main(String[] args) throws IOException {
        TopicCatalogue topics = TopicCatalogue.of(args[1], Integer.parseInt(args[2]));
        try (Projections projections = start(topics, args[0], Path.of(args[3]), Integer.parseInt(args[4]), 2)) {
            while (System.in.read() >= 0) {
                System.out.println(projections.isReady());
            }
        }
    }

    static Projections start(TopicCatalogue topics, String bootstrap, Path state, int port, int instances) {
        ProjectionsConfig config = new ProjectionsConfig(
                topics,
                bootstrap,
                Map.of(),
                state,
                Retention.DEFAULTS,
                1,
                instances,
                1,
                Duration.ofSeconds(3),
                new ListenerConfig("127.0.0.1", port, "", SECRET));
        Observability observability = new Observability(
                Tracing.off(), Metrics.open("projections", "test"), new Health("test", InstantSource.system()));
        return Projections.start(config, observability, KnownSchemas.of(topics), InstantSource.system());
    }
}
