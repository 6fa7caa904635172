package ai.rios.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.transport.tcp.TcpLimits;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AcceptLimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ManualTimers timers = new ManualTimers();

    private AcceptLimiter limiter(int pending, int pendingPerIp, int perSecond, int burst) {
        return new AcceptLimiter(new AcceptLimits(pending, pendingPerIp, perSecond, burst), timers);
    }

    @Test
    void setUpsAreBoundedInAllAndForEachAddress() {
        AcceptLimiter limiter = limiter(3, 2, 100, 100);
        assertThat(limiter.enter(STRANGER)).isTrue();
        assertThat(limiter.enter(STRANGER)).isTrue();
        assertThat(limiter.enter(STRANGER))
                .as("a third one of the same address")
                .isFalse();
        assertThat(limiter.enter(OTHER)).isTrue();
        assertThat(limiter.enter(LOOPBACK)).as("a fourth one in all").isFalse();
        limiter.leave(STRANGER);
        assertThat(limiter.enter(STRANGER)).isTrue();
    }

    @Test
    void howOftenAnAddressComesIsBoundedAndComesBackWithTime() {
        AcceptLimiter limiter = limiter(100, 100, 2, 3);
        for (int count = 0; count < 3; count++) {
            assertThat(limiter.enter(STRANGER)).isTrue();
            limiter.leave(STRANGER);
        }
        assertThat(limiter.enter(STRANGER)).isFalse();
        assertThat(limiter.enter(OTHER)).isTrue();
        timers.advance(Duration.ofMillis(500));
        assertThat(limiter.enter(STRANGER)).isTrue();
        assertThat(limiter.enter(STRANGER)).isFalse();
        timers.advance(Duration.ofDays(30));
        for (int count = 0; count < 3; count++) {
            assertThat(limiter.enter(STRANGER)).isTrue();
        }
        assertThat(limiter.enter(STRANGER)).isFalse();
    }

    @Test
    void whoHasNotProvedItsAddressIsNotCountedForIt() {
        AcceptLimiter limiter = limiter(4, 1, 1, 1);
        assertThat(limiter.mustProve(STRANGER)).isFalse();
        assertThat(limiter.enterUnproven(STRANGER)).isTrue();
        assertThat(limiter.mustProve(STRANGER)).as("one is being set up").isTrue();
        assertThat(limiter.mustProve(OTHER)).isFalse();
        assertThat(limiter.enter(STRANGER)).as("the one that is really there").isTrue();
        assertThat(limiter.prove(STRANGER)).as("a second one there").isFalse();
        limiter.leaveUnproven(STRANGER);
        limiter.leave(STRANGER);
        assertThat(limiter.pending()).isZero();
        assertThat(limiter.mustProve(STRANGER)).as("it came too often").isTrue();
        timers.advance(SECOND);
        assertThat(limiter.mustProve(STRANGER)).isFalse();
    }

    @Test
    void whoProvesItsAddressIsCountedForIt() {
        AcceptLimiter limiter = limiter(2, 1, 1, 1);
        assertThat(limiter.enterUnproven(STRANGER)).isTrue();
        assertThat(limiter.prove(STRANGER)).isTrue();
        assertThat(limiter.enter(STRANGER)).isFalse();
        assertThat(limiter.enterUnproven(LOOPBACK)).isTrue();
        assertThat(limiter.prove(LOOPBACK)).isTrue();
        assertThat(limiter.enterUnproven(OTHER)).as("a third one in all").isFalse();
        limiter.leave(LOOPBACK);
        limiter.leave(STRANGER);
        assertThat(limiter.pending()).isZero();
    }

    @Test
    void loopbackIsFreeOfTheLimitsByAddress() {
        AcceptLimiter limiter = limiter(10, 1, 1, 1);
        for (int count = 0; count < 10; count++) {
            assertThat(limiter.enter(LOOPBACK)).isTrue();
        }
    }

    @Test
    void ofIpv6EachNetworkOfACustomerIsCounted() {
        AcceptLimiter limiter = limiter(1_000, 2, 1_000, 1_000);
        assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:1:100::1"))).isTrue();
        assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:1:1ff::2"))).isTrue();
        assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:1:1aa::3")))
                .as("a third one of the same /56")
                .isFalse();
        for (int count = 2; count < 2 * InetNetwork.CUSTOMERS_A_SITE; count++) {
            assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:1:" + count + "00::1")))
                    .isTrue();
        }
        assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:1:ff00::1")))
                .as("one more of the same /48")
                .isFalse();
        assertThat(limiter.enter(InetAddress.ofLiteral("2001:db8:2::1"))).isTrue();
    }

    @Test
    void whoHasSetUpsUnderWayIsRememberedHoweverManyComeAfter() {
        AcceptLimiter limiter = limiter(100, 1, 100, 100);
        assertThat(limiter.enter(STRANGER)).isTrue();
        for (int count = 0; count <= AcceptLimiter.MOST_REMEMBERED; count++) {
            InetAddress passer = InetAddress.ofLiteral("10.1." + (count >> 8) + "." + (count & 0xff));
            assertThat(limiter.enter(passer)).isTrue();
            limiter.leave(passer);
        }
        assertThat(limiter.remembered()).isEqualTo(AcceptLimiter.MOST_REMEMBERED);
        assertThat(limiter.enter(STRANGER)).as("a second one at the same time").isFalse();
        limiter.leave(STRANGER);
        assertThat(limiter.enter(STRANGER)).isTrue();
    }

    @Test
    void theLargestLimitsDoNotOverflow() {
        AcceptLimiter limiter = limiter(10, 10, Integer.MAX_VALUE, 2);
        InetAddress six = InetAddress.ofLiteral("2001:db8::1");
        for (int count = 0; count < 3; count++) {
            timers.advance(Duration.ofDays(300));
            assertThat(limiter.enter(six)).isTrue();
            limiter.leave(six);
        }
    }

    @Test
    void limitsThatAllowNothingAreRefused() {
        assertThatThrownBy(() -> limiter(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TcpLimits(Duration.ZERO, SECOND, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
