package ai.rios.standalone.peer;

import ai.rios.libp2p.host.HostBuilder;

/** Which security protocols a peer speaks over TCP and relays. QUIC has its own. */
public enum Security {
    /** Noise and TLS, Noise first. */
    BOTH {
        @Override
        HostBuilder on(HostBuilder builder) {
            return builder.noise().tls();
        }
    },

    /** Noise alone. */
    NOISE {
        @Override
        HostBuilder on(HostBuilder builder) {
            return builder.noise();
        }
    },

    /** TLS 1.3 alone. */
    TLS {
        @Override
        HostBuilder on(HostBuilder builder) {
            return builder.tls();
        }
    };

    abstract HostBuilder on(HostBuilder builder);
}
