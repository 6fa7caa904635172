package ai.rios.edge.http;

import ai.rios.edge.websocket.Reception;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.ids.RandomIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/** Receives handshakes as an edge does, for servers without one. */
public final class TestReception {
    private TestReception() {}

    /** One that nobody asks for its metrics. */
    public static Reception open() {
        InstantSource clock = InstantSource.system();
        return new Handshakes(new Exchanges(
                ApiVersions.shipped(clock),
                Set.of(),
                Tracing.off(),
                new RequestMetrics(new SimpleMeterRegistry(), true),
                new RandomIds(new SecureRandom(), clock),
                clock));
    }
}
