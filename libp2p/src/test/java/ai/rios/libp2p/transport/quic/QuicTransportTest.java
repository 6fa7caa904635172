package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.transport.AcceptLimits;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class QuicTransportTest {
    @Test
    void bothEndsKnowWhoAndWhereTheOtherOneIs() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            Upgraded dialed = pair.dial();
            Upgraded accepted = pair.accepted();
            assertThat(dialed.remotePeer()).isEqualTo(pair.listener.id);
            assertThat(accepted.remotePeer()).isEqualTo(pair.dialer.id);
            assertThat(dialed.remoteAddress()).isEqualTo(pair.address());
            assertThat(accepted.localAddress()).isEqualTo(pair.address());
            assertThat(accepted.remoteAddress()).isEqualTo(dialed.localAddress());
            assertThat(dialed.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(accepted.direction()).isEqualTo(Direction.INBOUND);
            dialed.muxer().close();
            accepted.muxer().close();
        }
    }

    @Test
    void anotherPeerThanExpectedIsNotTaken() throws Exception {
        PeerId another = PeerId.of(PrivateKey.generate(new SecureRandom()).publicKey());
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            assertThatThrownBy(() -> pair.dialer.transport.dial(pair.address(), Optional.of(another)))
                    .isInstanceOf(HandshakeException.class)
                    .as("found out in the handshake, so before this end showed who it is")
                    .hasMessage("no handshake: peer " + pair.listener.id + " is there, and not " + another);
            assertThat(pair.nobodyCame()).isTrue();
        }
    }

    @Test
    void whereItCannotListenAndWhyIsSaid() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            assertThatThrownBy(() -> pair.dialer.transport.listen(pair.address(), _ -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen at " + pair.address() + ": ")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void everyAddressOfAMachineIsDialedAsItIsTold() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT);
                Transport.Listener everywhere =
                        pair.listener.transport.listen(Multiaddr.parse("/ip6/::/udp/0/quic-v1"), _ -> {})) {
            List<Multiaddr> six = everywhere.addresses().stream()
                    .filter(address -> address.has(Protocol.IP6))
                    .toList();
            assertThat(six).isNotEmpty();
            for (Multiaddr address : six) {
                pair.dialer
                        .transport
                        .dial(address, Optional.of(pair.listener.id))
                        .muxer()
                        .close();
            }
        }
    }

    /** A dial holds the transport's lock while a loop opens its socket; a loop that waited for it would do so for ever. */
    @Test
    void connectionsComeWhileADialHoldsTheLock() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            synchronized (pair.listener.transport) {
                Upgraded dialed = pair.dial();
                Upgraded accepted = pair.accepted();
                dialed.muxer().close();
                accepted.muxer().close();
            }
        }
    }

    /** Nothing of a handshake is resumed by a later one. */
    @Test
    void whoIsThereIsLookedAtEachTime() throws Exception {
        PeerId another = PeerId.of(PrivateKey.generate(new SecureRandom()).publicKey());
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            for (int times = 0; times < 2; times++) {
                Upgraded dialed = pair.dial();
                Upgraded accepted = pair.accepted();
                assertThat(accepted.remotePeer()).isEqualTo(pair.dialer.id);
                assertThatThrownBy(() -> pair.dialer.transport.dial(pair.address(), Optional.of(another)))
                        .isInstanceOf(HandshakeException.class)
                        .hasMessageContaining("no handshake");
                dialed.muxer().close();
                accepted.muxer().close();
            }
        }
    }

    @Test
    void whoMayNotBeHereGetsNoStream() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT, QuicPair.PATIENT, ConnectionGater.only(Set.of()))) {
            // A client is done before the server has looked at who it is.
            Upgraded dialed = pair.dial();
            Task.until("the refusal has come", dialed.muxer()::isClosed);
            assertThatThrownBy(dialed.muxer()::openStream).isInstanceOf(MuxerException.class);
            assertThat(pair.nobodyCame()).isTrue();
        }
    }

    @Test
    void whereManyAreBeingSetUpNewcomersShowFirstWhereTheyAre() throws Exception {
        CountDownLatch letIn = new CountDownLatch(1);
        ConnectionGater slow = new ConnectionGater() {
            @Override
            public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
                try {
                    return letIn.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException interrupt) {
                    throw new AssertionError(interrupt);
                }
            }
        };
        // One is a quarter of four, so each but the first is under load.
        QuicLimits few = QuicPair.PATIENT.withAccepting(new AcceptLimits(4, 4, 100, 100));
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT, few, slow);
                UdpRelay relay = new UdpRelay(pair.address())) {
            Optional<PeerId> expected = Optional.of(pair.listener.id);
            Upgraded first = pair.dialer.transport.dial(relay.address(), expected);
            assertThat(relay.retries()).isZero();
            assertThat(pair.settingUp()).isOne();
            Upgraded second = pair.dialer.transport.dial(relay.address(), expected);
            assertThat(relay.retries()).isPositive();
            letIn.countDown();
            pair.accepted();
            pair.accepted();
            first.muxer().close();
            second.muxer().close();
        }
    }

    @Test
    void aGaterThatFailsTakesNoPlace() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ConnectionGater failingFirst = new ConnectionGater() {
            @Override
            public boolean allowAccept(Multiaddr remoteAddress) {
                if (asked.getAndIncrement() == 0) {
                    throw new IllegalStateException("as the test wants it");
                }
                return true;
            }
        };
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT, QuicPair.PATIENT, failingFirst)) {
            Upgraded dialed = pair.dial(); // its first packet is sent again
            pair.accepted();
            assertThat(asked.get()).isGreaterThan(1);
            assertThat(pair.settingUp()).isZero();
            dialed.muxer().close();
        }
    }

    /** Far more than may be open at once: each has to give its place back, also where it ends by a reset. */
    @Test
    void streamsThatAreResetGiveTheirPlacesBack() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            Upgraded dialed = pair.dial();
            Upgraded accepted = pair.accepted();
            for (int count = 0; count < 1_000; count++) {
                MuxedStream stream = dialed.muxer().openStream();
                stream.output().write(1);
                stream.output().flush();
                MuxedStream other = accepted.muxer().acceptStream();
                if (count % 2 == 0) {
                    stream.reset();
                } else {
                    other.reset();
                }
            }
            dialed.muxer().close();
            accepted.muxer().close();
            Task.until("nothing is held", () -> pair.dialer.resources.system().isEmpty());
        }
    }

    @Test
    void aDialThatIsInterruptedLeavesNoConnection() throws Exception {
        AtomicInteger came = new AtomicInteger();
        ConnectionGater counting = new ConnectionGater() {
            @Override
            public boolean allowAccept(Multiaddr remoteAddress) {
                came.incrementAndGet();
                return true;
            }
        };
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT, QuicPair.PATIENT, counting)) {
            // The socket is there from now on; an interrupt while that is opened would come too early.
            StreamMuxer first = pair.dial().muxer();
            StreamMuxer accepted = pair.accepted().muxer();
            first.close();
            Task.until("the first one is over", accepted::isClosed);
            came.set(0);
            Thread.currentThread().interrupt();
            assertThatThrownBy(pair::dial).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            Task.until("the dial that nobody waits for is over", () -> came.get() > 0 && pair.settingUp() == 0);
            if (!pair.nobodyCame()) {
                Task.until("its connection has ended", pair.accepted().muxer()::isClosed);
            }
        }
    }

    @Test
    void whatWasWrittenAndNeverSentIsGivenBack() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            StreamMuxer dialed = pair.dial().muxer();
            StreamMuxer accepted = pair.accepted().muxer();
            dialed.openStream().output().write(1);
            dialed.close();
            accepted.close();
            Task.until("nothing is held", () -> pair.dialer.resources.system().isEmpty());
            Task.until(
                    "nothing is held there",
                    () -> pair.listener.resources.system().isEmpty());
        }
    }

    @Test
    void otherAddressesAreNotHandled() throws Exception {
        try (QuicPair pair = new QuicPair(QuicPair.PATIENT)) {
            QuicTransport transport = pair.dialer.transport;
            assertThat(transport.handles(Multiaddr.parse("/ip6/::1/udp/1/quic-v1")))
                    .isTrue();
            assertThat(transport.handles(Multiaddr.parse("/ip4/127.0.0.1/udp/1")))
                    .isFalse();
            assertThat(transport.handles(Multiaddr.parse("/ip4/127.0.0.1/udp/1/quic")))
                    .isFalse();
            assertThat(transport.handles(Multiaddr.parse("/ip4/127.0.0.1/tcp/1")))
                    .isFalse();
            assertThat(transport.handles(Multiaddr.parse("/dns4/localhost/udp/1/quic-v1")))
                    .isFalse();
        }
    }

    @Test
    void hostsTalkOverQuic() throws Exception {
        try (Host serving = Host.builder()
                        .quic(QuicPair.PATIENT)
                        .noTcp()
                        .listen("/ip4/127.0.0.1/udp/0/quic-v1")
                        .handle("/echo", stream -> stream.writeFrame(stream.readFrame(100)))
                        .start();
                Host asking = Host.builder().quic(QuicPair.PATIENT).start()) {
            asking.connect(serving.addresses().getFirst());
            try (Stream stream = asking.newStream(serving.id(), "/echo")) {
                stream.writeFrame(new byte[] {1, 2, 3});
                assertThat(stream.readFrame(100)).containsExactly(1, 2, 3);
            }
        }
    }
}
