package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.MuxerConformance;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.transport.ConnectionGater;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets on loopback, as datagrams go best here. */
class QuicConformanceTest extends MuxerConformance {
    @SuppressWarnings("NullAway.Init")
    private QuicPair pair;

    @SuppressWarnings("NullAway.Init")
    private Connected connected;

    Datagrams datagrams() {
        return Datagrams.best();
    }

    @Override
    protected final boolean showsStreamsWithoutBytes() {
        return false;
    }

    @Override
    protected final boolean losesResets() {
        return true;
    }

    @Override
    protected final Connected connect() throws IOException {
        pair = new QuicPair(QuicPair.PATIENT, QuicPair.PATIENT, ConnectionGater.OPEN, datagrams());
        StreamMuxer dialer = pair.dial().muxer();
        StreamMuxer listener = pair.accepted().muxer();
        connected = new Connected() {
            @Override
            public StreamMuxer dialer() {
                return dialer;
            }

            @Override
            public StreamMuxer listener() {
                return listener;
            }

            @Override
            public void cut() {
                pair.dialer.transport.cut();
                pair.listener.transport.cut();
            }
        };
        return connected;
    }

    /** {@link QuicPair#PATIENT} would have each wait for the other for half a minute. */
    @Test
    @Timeout(20)
    final void twoEndsThatCloseAtOnceDoNotWaitForEachOther() throws IOException {
        StreamMuxer dialer = connected.dialer();
        StreamMuxer listener = connected.listener();
        byte[] message = new byte[3_000_000];
        Thread echo = Thread.ofVirtual().start(() -> {
            try (MuxedStream stream = listener.acceptStream()) {
                stream.input().transferTo(stream.output());
                stream.closeWrite();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        MuxedStream stream = dialer.openStream();
        Thread writing = Thread.ofVirtual().start(() -> {
            try {
                stream.output().write(message);
                stream.closeWrite();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertThat(stream.input().readAllBytes()).isEqualTo(message);
        while (writing.isAlive() || echo.isAlive()) {
            Thread.onSpinWait();
        }

        endTheTransports();
    }

    @AfterEach
    final void endTheTransports() {
        // Before the superclass does, which comes after this, and too late for a goodbye.
        connected.dialer().close();
        connected.listener().close();
        pair.close();
    }
}
