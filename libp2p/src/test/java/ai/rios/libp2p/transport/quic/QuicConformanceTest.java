package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.muxer.MuxerConformance;
import ai.rios.libp2p.muxer.StreamMuxer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** Over real sockets on loopback. */
final class QuicConformanceTest extends MuxerConformance {
    @SuppressWarnings("NullAway.Init")
    private QuicPair pair;

    @SuppressWarnings("NullAway.Init")
    private Connected connected;

    @Override
    protected boolean showsStreamsWithoutBytes() {
        return false;
    }

    @Override
    protected Connected connect() throws IOException {
        pair = new QuicPair(QuicPair.PATIENT);
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
    void endTheTransports() {
        // Before the superclass does, which comes after this, and too late for a goodbye.
        connected.dialer().close();
        connected.listener().close();
        pair.close();
    }
}
