package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.HandshakeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Drives an engine through its handshake, by blocking reads and writes, on the calling thread. */
final class TlsHandshake {
    private static final int FLIGHT_BYTES = 2;

    private final SSLEngine engine;
    private final RecordOpener opener;
    private final RecordSealer sealer;
    private final OutputStream channel;
    private final ByteBuffer flight;

    TlsHandshake(SSLEngine engine, RecordOpener opener, RecordSealer sealer, OutputStream channel) {
        this.engine = engine;
        this.opener = opener;
        this.sealer = sealer;
        this.channel = channel;
        this.flight = ByteBuffer.allocate(FLIGHT_BYTES * sealer.room(0));
    }

    void run() throws IOException {
        begin();
        boolean running = true;
        while (running) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    if (flight.remaining() < sealer.room(0)) {
                        send();
                    }
                    sealer.wrapHandshake(flight);
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    send();
                    opener.unwrap();
                    if (opener.hasEnded()) {
                        throw new HandshakeException("the other end left within the handshake");
                    }
                }
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> running = false;
            }
        }
        send();
    }

    private void begin() throws HandshakeException {
        try {
            engine.beginHandshake();
        } catch (SSLException refused) {
            throw new HandshakeException("the TLS handshake cannot begin: " + refused.getMessage(), refused);
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void send() throws IOException {
        if (flight.position() > 0) {
            channel.write(flight.array(), 0, flight.position());
            channel.flush();
            flight.clear();
        }
    }
}
