package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
    private static final String REQUEST = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    /** In their time a third connection would have been answered too, if it were served. */
    private static final int MANY_ANSWERS = 200;

    @TempDir
    Path folder;

    @Test
    void allAddressesOfBothFamiliesAreServedByDefault() throws SocketException {
        boolean ipv6 = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        assumeThat(ipv6).as("this machine has IPv6").isTrue();
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.host(""))) {
            try (RawSocket four = new RawSocket("127.0.0.1", edge.edge.port()).say(REQUEST);
                    RawSocket six = new RawSocket("::1", edge.edge.port()).say(REQUEST)) {
                assertThat(four.hearAnswer()).startsWith("HTTP/1.1 200");
                assertThat(six.hearAnswer()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aPortInUseIsSaidInOneSentence() {
        try (EdgeFixture edge = EdgeFixture.start(folder)) {
            int taken = edge.edge.port();
            assertThatThrownBy(() -> EdgeFixture.start(folder, config -> config.port(taken)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("edge.port " + taken + " cannot be listened on:");
        }
    }

    @Test
    void connectionsBeyondTheBoundWaitForAPlace() {
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.maxConnections(2))) {
            RawSocket first = new RawSocket("127.0.0.1", edge.edge.port()).say(REQUEST);
            assertThat(first.hearAnswer()).startsWith("HTTP/1.1 200");
            try (RawSocket second = new RawSocket("127.0.0.1", edge.edge.port()).say(REQUEST);
                    RawSocket third = new RawSocket("127.0.0.1", edge.edge.port()).say(REQUEST)) {
                assertThat(second.hearAnswer()).startsWith("HTTP/1.1 200");
                for (int i = 0; i < MANY_ANSWERS; i++) {
                    assertThat(second.say(REQUEST).hearAnswer()).startsWith("HTTP/1.1 200");
                }
                assertThat(third.hasHeard()).as("answered while two were open").isFalse();
                first.close();
                assertThat(third.hearAnswer()).startsWith("HTTP/1.1 200");
            }
        }
    }
}
