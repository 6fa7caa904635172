package ai.rios.libp2p.interop;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.dcutr.HolePuncher;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.relay.RelayAccess;
import ai.rios.libp2p.relay.RelayClient;
import ai.rios.libp2p.relay.RelayLimits;
import ai.rios.libp2p.relay.RelayService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A peer of ours as a process, since a process is in one network namespace. It prints one JSON object a line. */
final class PunchPeer {
    private PunchPeer() {}

    /** {@code relay TCP}, {@code listen TCP RELAY} or {@code dial TCP RELAY CIRCUIT}. */
    public static void main(String[] words) throws IOException, InterruptedException {
        HostBuilder builder = Host.builder().listen(words[1]);
        if (words[0].equals("relay")) {
            builder.with(new RelayService(RelayLimits.DEFAULTS, RelayAccess.STRANGERS));
        } else {
            builder.with(new RelayClient()).with(new HolePuncher());
        }
        try (Host host = builder.start()) {
            host.setStreamHandler(EchoFrames.ID, new HandlerOptions(64, false), EchoFrames::serve);
            switch (words[0]) {
                case "relay" -> stay(host);
                case "listen" -> {
                    host.listen(Multiaddr.parse(words[2] + "/p2p-circuit"));
                    stay(host);
                }
                default -> dial(host, words[2], words[3]);
            }
        }
    }

    private static void stay(Host host) throws InterruptedException {
        List<Multiaddr> addresses = host.addresses();
        Multiaddr told = addresses.stream()
                .filter(Multiaddr::isCircuit)
                .findFirst()
                .orElse(addresses.stream()
                        .filter(address -> !address.toString().startsWith("/ip4/127."))
                        .findFirst()
                        .orElseThrow());
        System.out.println("{\"event\":\"listening\",\"addrs\":[\"" + told + "\"]}");
        new CountDownLatch(1).await();
    }

    /** Dials over the relay, and says where the connection goes once it is direct and the relayed one is gone. */
    private static void dial(Host host, String relay, String circuit) throws IOException, InterruptedException {
        // The relay says at which address it sees this host.
        host.identify(host.connect(relay));
        Connection relayed = host.connect(circuit);
        if (!relayed.limited()) {
            throw new IOException("the way over the relay is not limited");
        }
        CountDownLatch givenUp = new CountDownLatch(1);
        host.addListener(new HostListener() {
            @Override
            public void disconnected(Connection connection) {
                if (connection.equals(relayed)) {
                    givenUp.countDown();
                }
            }
        });
        // Three attempts and the time that streams have for their end take longer on a busy machine.
        if (!relayed.isClosed() && !givenUp.await(90, TimeUnit.SECONDS)) {
            throw new IOException("the relayed connection is not given up");
        }
        Connection direct = host.connect(circuit);
        try (Stream stream = direct.newStream(EchoFrames.ID)) {
            stream.writeFrame(new byte[200_000]);
            System.out.println("{\"event\":\"punched\",\"bytes\":"
                    + stream.readFrame(EchoFrames.LONGEST).length + ",\"limited\":" + direct.limited()
                    + ",\"remote\":\"" + direct.remoteAddress() + "\"}");
        }
    }
}
