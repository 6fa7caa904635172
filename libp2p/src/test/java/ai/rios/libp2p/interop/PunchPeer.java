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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A peer of ours as a process, since a process is in one network namespace. It prints one JSON object a line. */
final class PunchPeer {
    // Three attempts and the time that streams have for their end take longer on a busy machine.
    private static final long LONGEST_SECONDS = 90;

    private PunchPeer() {}

    /** Starts one in a place of the network: {@code relay TCP}, {@code listen TCP RELAY} or {@code dial TCP RELAY CIRCUIT}. */
    static ForeignPeer start(NatNetwork network, String place, String... words) throws IOException {
        List<String> command = new ArrayList<>(ForeignPeer.ours(PunchPeer.class));
        command.addAll(List.of(words));
        return ForeignPeer.command(network.in(place, command));
    }

    /** The words of {@link #start}. */
    public static void main(String[] words)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
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
                    beSeen(host, words[2]);
                    host.listen(Multiaddr.parse(words[2] + "/p2p-circuit"));
                    stay(host);
                }
                default -> dial(host, words[2], words[3]);
            }
        }
    }

    /** The relay says at which address it sees this host. */
    private static Connection beSeen(Host host, String relay) throws IOException {
        Connection connection = host.connect(relay);
        host.identify(connection);
        return connection;
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

    /** Dials over the relay; echoes as soon as there is a direct connection, and once more when the relayed one is gone. */
    private static void dial(Host host, String relay, String circuit)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Connection toRelay = beSeen(host, relay);
        CompletableFuture<Connection> punched = new CompletableFuture<>();
        CountDownLatch givenUp = new CountDownLatch(1);
        host.addListener(new HostListener() {
            @Override
            public void connected(Connection connection) {
                if (!connection.remoteAddress().isCircuit() && !connection.equals(toRelay)) {
                    punched.complete(connection);
                }
            }

            @Override
            public void disconnected(Connection connection) {
                if (connection.remoteAddress().isCircuit()) {
                    givenUp.countDown();
                }
            }
        });
        if (!host.connect(circuit).limited()) {
            throw new IOException("the way over the relay is not limited");
        }
        echo("punched", punched.get(LONGEST_SECONDS, TimeUnit.SECONDS));
        if (!givenUp.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the relayed connection is not given up");
        }
        echo("alone", host.connect(circuit));
    }

    private static void echo(String event, Connection connection) throws IOException {
        try (Stream stream = connection.newStream(EchoFrames.ID)) {
            stream.writeFrame(new byte[200_000]);
            System.out.println("{\"event\":\"" + event + "\",\"bytes\":"
                    + stream.readFrame(EchoFrames.LONGEST).length + ",\"limited\":" + connection.limited()
                    + ",\"remote\":\"" + connection.remoteAddress() + "\"}");
        }
    }
}
