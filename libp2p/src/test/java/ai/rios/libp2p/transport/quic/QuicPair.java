package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.SystemTimers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.security.tls.TlsIdentity;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two transports on loopback, one of which listens. */
final class QuicPair implements AutoCloseable {
    static final Multiaddr ANY_PORT = Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1");

    /** Times of a busy machine. */
    static final QuicLimits PATIENT = QuicLimits.DEFAULTS.withTimes(new QuicLimits.Times(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30)));

    /** One end. */
    static final class End implements AutoCloseable {
        final PrivateKey key = PrivateKey.generate(new SecureRandom());
        final PeerId id = PeerId.of(key.publicKey());
        final Resources resources = new Resources(ResourceLimits.ofMemory(512 << 20));
        final SystemTimers timers = new SystemTimers();
        final QuicTransport transport;

        End(QuicLimits limits, ConnectionGater gater, Datagrams datagrams) {
            SecureRandom random = new SecureRandom();
            TlsIdentity shown = new TlsIdentity(key, random, InstantSource.system());
            transport = new QuicTransport(shown, gater, resources, timers, limits, random, datagrams);
        }

        @Override
        public void close() {
            transport.close();
            timers.close();
        }
    }

    final End dialer;
    final End listener;
    final Transport.Listener listening;
    private final BlockingQueue<Upgraded> accepted = new LinkedBlockingQueue<>();

    QuicPair(QuicLimits limits) throws IOException {
        this(limits, limits, ConnectionGater.OPEN);
    }

    QuicPair(QuicLimits ofDialer, QuicLimits ofListener, ConnectionGater ofWhomListens) throws IOException {
        this(ofDialer, ofListener, ofWhomListens, Datagrams.best());
    }

    QuicPair(QuicLimits ofDialer, QuicLimits ofListener, ConnectionGater ofWhomListens, Datagrams ofBoth)
            throws IOException {
        dialer = new End(ofDialer, ConnectionGater.OPEN, ofBoth);
        listener = new End(ofListener, ofWhomListens, ofBoth);
        listening = listener.transport.listen(ANY_PORT, accepted::add);
    }

    Multiaddr address() {
        return listening.addresses().getFirst();
    }

    Upgraded dial() throws IOException {
        return dialer.transport.dial(address(), Optional.of(listener.id));
    }

    /** The next connection that came. */
    Upgraded accepted() throws IOException {
        try {
            Upgraded next = accepted.poll(60, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nobody came");
            }
            return next;
        } catch (InterruptedException interrupt) {
            throw new IOException(interrupt);
        }
    }

    /** Whether nobody came. */
    boolean nobodyCame() {
        return accepted.isEmpty();
    }

    /** How many connections the listener is setting up. */
    int settingUp() {
        return ((QuicListener) listening).settingUp();
    }

    @Override
    public void close() {
        listening.close();
        dialer.close();
        listener.close();
    }
}
