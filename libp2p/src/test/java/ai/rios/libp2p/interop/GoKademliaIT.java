package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.kad.Kademlia;
import ai.rios.libp2p.kad.Mode;
import ai.rios.libp2p.kad.ProviderSearch;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network of twelve servers of go-libp2p-kad-dht, as pinned in its module file, and twelve of ours. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoKademliaIT {
    private static final int EACH = 12;

    @RegisterExtension
    final Matrix matrix = new Matrix("go-libp2p-kad-dht");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final List<Kademlia> nodes = new ArrayList<>();
    private List<Multiaddr> goServers = List.of();

    @BeforeAll
    @Timeout(1_000)
    void build() throws IOException, InterruptedException {
        Implementation.GO.build();
        matrix.versions(Implementation.GO.versions());
        join(Mode.SERVER, List.of());
        ForeignPeer servers = Implementation.GO.start(
                "dht", "--count", String.valueOf(EACH), "--bootstrap", addresses(hosts.getFirst()));
        opened.add(servers);
        goServers = ForeignPeer.texts(servers.line("listening"), "addrs").stream()
                .map(Multiaddr::parse)
                .toList();
        assertThat(goServers).hasSize(EACH);
        for (int at = 1; at < EACH; at++) {
            join(Mode.SERVER, List.of(goServers.get(at)));
        }
    }

    private Kademlia join(Mode mode, List<Multiaddr> known) throws IOException {
        Host host = Host.builder().listen("/ip4/127.0.0.1/tcp/0").start();
        opened.add(host);
        Kademlia node = Kademlia.builder(host).mode(mode).start();
        opened.add(node);
        if (!known.isEmpty()) {
            node.bootstrap(known);
        }
        hosts.add(host);
        nodes.add(node);
        return node;
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable last : opened.reversed()) {
            last.close();
        }
    }

    private static String addresses(Host host) {
        return host.addresses().stream().map(Multiaddr::toString).collect(Collectors.joining(","));
    }

    private static Optional<PeerAddresses> first(Kademlia node, String text) {
        try (ProviderSearch search = node.findProviders(Cid.ofText(text), 1)) {
            return search.hasNext() ? Optional.of(search.next()) : Optional.empty();
        }
    }

    @Test
    void bothStandInEachOthersTables() {
        assertThat(goServers)
                .allSatisfy(address -> assertThat(nodes)
                        .anyMatch(node -> node.knows(PeerAddresses.at(address).id())));
        assertThat(nodes).allSatisfy(node -> assertThat(node.size()).isPositive());
    }

    @Test
    void goProvidesAndWeFind() throws Exception {
        try (ForeignPeer provider = Implementation.GO.start(
                "provide", "--bootstrap", goServers.getFirst().toString(), "--key", "rios:expert:of-go")) {
            String id = ForeignPeer.text(provider.line("provided"), "peer");
            for (Kademlia node : nodes) {
                PeerAddresses found = first(node, "rios:expert:of-go").orElseThrow();
                assertThat(found.id()).hasToString(id);
                assertThat(found.addresses()).isNotEmpty();
            }
            Kademlia client = join(Mode.CLIENT, goServers.subList(3, 5));
            assertThat(first(client, "rios:expert:of-go").orElseThrow().id()).hasToString(id);
        }
    }

    @Test
    void weProvideAndGoFinds() throws Exception {
        Host provider = hosts.get(1);
        assertThat(nodes.get(1).provide(Cid.ofText("rios:expert:of-ours"))).isGreaterThan(EACH);
        for (String known : List.of(goServers.get(5).toString(), addresses(hosts.get(7)))) {
            try (ForeignPeer seeker =
                    Implementation.GO.start("find", "--bootstrap", known, "--key", "rios:expert:of-ours")) {
                String line = seeker.line("found");
                assertThat(ForeignPeer.texts(line, "providers"))
                        .containsExactly(provider.id().toString());
                assertThat(ForeignPeer.texts(line, "addrs")).contains(addresses(provider));
                assertThat(seeker.exitStatus()).isZero();
            }
        }
    }

    @Test
    void weFindAGoPeerByItsId() throws Exception {
        PeerAddresses sought = PeerAddresses.at(goServers.get(9));
        Kademlia client = join(Mode.CLIENT, hosts.getFirst().addresses());
        assertThat(client.findPeer(sought.id()).orElseThrow().addresses()).containsAll(sought.addresses());
    }
}
