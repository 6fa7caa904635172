package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands between one who dials and one who listens, and looks at what the latter says. */
final class UdpRelay implements AutoCloseable {
    /** RFC 9000, 17.2.5: a long header, of version 1, of type 3. */
    private static final int RETRY = 0xF0;

    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramSocket back = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress listener;
    private final AtomicInteger retries = new AtomicInteger();
    private volatile @Nullable InetSocketAddress dialer;

    UdpRelay(Multiaddr listener) throws IOException {
        this.listener = listener.socketAddress(Protocol.UDP).orElseThrow();
        Thread.startVirtualThread(() -> receive(front, this::fromDialer));
        Thread.startVirtualThread(() -> receive(back, this::fromListener));
    }

    Multiaddr address() {
        return QuicTransport.address((InetSocketAddress) front.getLocalSocketAddress());
    }

    /** How often the listener asked for a token. */
    int retries() {
        return retries.get();
    }

    private static void receive(DatagramSocket at, Consumer<DatagramPacket> then) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (!at.isClosed()) {
                packet.setLength(2_048);
                at.receive(packet);
                then.accept(packet);
            }
        } catch (IOException | UncheckedIOException failure) {
            if (!at.isClosed()) {
                throw new AssertionError(failure);
            }
        }
    }

    private void fromDialer(DatagramPacket packet) {
        dialer = (InetSocketAddress) packet.getSocketAddress();
        send(back, packet, listener);
    }

    private void fromListener(DatagramPacket packet) {
        if ((packet.getData()[0] & RETRY) == RETRY) {
            retries.incrementAndGet();
        }
        InetSocketAddress to = dialer;
        if (to != null) {
            send(front, packet, to);
        }
    }

    private static void send(DatagramSocket from, DatagramPacket packet, InetSocketAddress to) {
        try {
            from.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
