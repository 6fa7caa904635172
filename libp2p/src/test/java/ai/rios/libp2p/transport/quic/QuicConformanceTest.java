package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.muxer.MuxerConformance;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.transport.ConnectionGater;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

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

    @AfterEach
    final void endTheTransports() {
        // Before the superclass does, which comes after this, and too late for a goodbye.
        connected.dialer().close();
        connected.listener().close();
        pair.close();
    }
}
