package ai.rios.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StackPortsTest {
    private final ServerSocket one = listening();
    private final ServerSocket two = listening();

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
    }

    @Test
    void allThatAreInUseAreNamedAtOnce() {
        int http = one.getLocalPort();
        int registry = two.getLocalPort();

        assertThatThrownBy(() -> new StackPorts(http, 0, registry).requireFree())
                .isInstanceOf(StandaloneException.class)
                .hasMessage("Ports " + http + ", " + registry + " are in use; choose others with --port 0"
                        + " --registry-port 0 (0: any free one) or stop what listens there.");
    }

    @Test
    void oneIsNamedAlone() {
        int kafka = one.getLocalPort();

        assertThatThrownBy(() -> new StackPorts(0, kafka, 0).requireFree())
                .isInstanceOf(StandaloneException.class)
                .hasMessage("Port " + kafka + " is in use; choose another with --kafka-port 0 (0: any free one)"
                        + " or stop what listens there.");
    }

    @Test
    void theWantedOnesAreKeptAndForZeroThereIsAFreeOne() throws IOException {
        int http = one.getLocalPort();
        one.close();

        StackPorts ports = new StackPorts(http, 0, 0).resolve();

        assertThat(ports.http()).isEqualTo(http);
        assertThat(ports.kafka()).isPositive().isNotEqualTo(ports.registry());
        assertThat(ports.registry()).isPositive();
    }
}
