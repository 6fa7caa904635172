package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.runtime.tracing.TraceScope;
import ai.rios.runtime.tracing.Tracing;
import io.helidon.http.WritableHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMetrics metrics = new RequestMetrics(registry, false);
    private final Tracing tracing = Tracing.off();

    @AfterEach
    void stop() {
        tracing.close();
    }

    /** A request of a client that calls itself so. */
    private void request(String client) {
        Head head = new Head("GET", "/v1/deployments", "", WritableHeaders.create());
        try (TraceScope span = tracing.server("GET", _ -> null)) {
            Progress progress = new Progress(
                    "req_1", span, ApiVersions.shipped(InstantSource.system()).current());
            progress.nameClient(client);
            metrics.finished(head, 200, 0, 0, progress);
        }
    }

    private double counted(String client) {
        Counter counter =
                registry.find("rios.http.clients").tag("client", client).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void onlyTheFirstFiftyClientsHaveALabelOfTheirOwn() {
        for (int i = 0; i < 60; i++) {
            request("sdk/" + i);
        }
        request("sdk/0");
        request("sdk/59");

        assertThat(registry.find("rios.http.clients").counters()).hasSize(51);
        assertThat(counted("sdk/0")).isEqualTo(2);
        assertThat(counted("sdk/49")).isEqualTo(1);
        assertThat(counted("sdk/50")).isZero();
        assertThat(counted("other")).isEqualTo(11);
    }

    @Test
    void aLabelHasNoCharactersThatAClientMayAbuse() {
        request("my sdk\"\n1");

        assertThat(counted("my_sdk__1")).isEqualTo(1);
    }
}
