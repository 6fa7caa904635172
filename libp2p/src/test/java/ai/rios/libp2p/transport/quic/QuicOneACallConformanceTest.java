package ai.rios.libp2p.transport.quic;

/** With datagrams as they go on machines where the better way is not there. */
final class QuicOneACallConformanceTest extends QuicConformanceTest {
    @Override
    Datagrams datagrams() {
        return Datagrams.ONE_A_CALL;
    }
}
