package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import java.time.Duration;

/** QUIC with rust-libp2p, whose peer speaks what the address says. */
final class RustQuicPeerIT extends QuicConversation {
    RustQuicPeerIT() {
        super("rust-libp2p-quic", Implementation.RUST, "--tcp", "/ip4/127.0.0.1/udp/0/quic-v1");
    }

    /** What it would reset it drops, which over QUIC ends its half and refuses ours. */
    @Override
    void assertReset(Connection connection, String protocol) {
        assertThatThrownBy(() -> {
                    Stream stream = connection.newStream(protocol);
                    assertThat(stream.input().read()).isEqualTo(-1);
                    stream.deadline(Duration.ofSeconds(60));
                    while (true) {
                        stream.output().write(1);
                        stream.output().flush();
                    }
                })
                .isInstanceOf(StreamResetException.class);
    }

    /** It looks at the next one of a stream only when something else happens on the connection too. */
    @Override
    int pingsAStream() {
        return 1;
    }
}
