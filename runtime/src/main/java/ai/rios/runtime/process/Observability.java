package ai.rios.runtime.process;

import ai.rios.runtime.health.Health;
import ai.rios.runtime.metrics.Metrics;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.runtime.tracing.TracingConfig;
import java.time.InstantSource;

/**
 * What a service is handed so that others can see how it does. Thread-safe.
 *
 * @param tracing opens its spans
 * @param metrics holds its meters; one a process
 * @param health holds its checks; one a process
 */
public record Observability(Tracing tracing, Metrics metrics, Health health) implements AutoCloseable {
    /** Starts all three for a service that has a process of its own. */
    public static Observability open(TracingConfig tracing, String service, String instance, InstantSource clock) {
        return new Observability(
                Tracing.open(tracing, service, instance),
                Metrics.open(service, instance),
                new Health(Version.OF_THIS_BUILD, clock));
    }

    /** The same metrics and health with spans of another service, for several services in one process. */
    public Observability withTracing(Tracing other) {
        return new Observability(other, metrics, health);
    }

    /** Sends the last spans and lets go of the meters. */
    @Override
    public void close() {
        tracing.close();
        metrics.close();
    }
}
