package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.SystemTimers;
import ai.rios.libp2p.muxer.MuxerConformance;
import ai.rios.libp2p.muxer.StreamMuxer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class YamuxConformanceTest extends MuxerConformance {
    @SuppressWarnings("NullAway.Init")
    private static SystemTimers timers;

    @BeforeAll
    static void startTimers() {
        timers = new SystemTimers();
    }

    @AfterAll
    static void endTimers() {
        timers.close();
    }

    @Override
    protected Connected connect() {
        Yamux yamux = new Yamux(YamuxLimits.DEFAULTS, timers);
        PairedDuplex.Pair pair = PairedDuplex.pair();
        StreamMuxer dialer = yamux.open(pair.dialer(), Direction.OUTBOUND);
        StreamMuxer listener = yamux.open(pair.listener(), Direction.INBOUND);
        return new Connected() {
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
                pair.dialer().close();
                pair.listener().close();
            }
        };
    }
}
