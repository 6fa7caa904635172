package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Varint;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KademliaTest {
    private static final String PROTOCOL = "/rios/kad/1.0.0";
    private static final Key CONTENT = Key.of(KadVectors.CONTENT);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable last : opened.reversed()) {
            last.close();
        }
    }

    private Host host() throws IOException {
        Host host = Host.builder().listen("/ip4/127.0.0.1/tcp/0").start();
        opened.add(host);
        return host;
    }

    private Kademlia start(KademliaBuilder builder) throws IOException {
        Kademlia node = builder.start();
        opened.add(node);
        return node;
    }

    private static List<PeerAddresses> all(ProviderSearch search) {
        List<PeerAddresses> found = new ArrayList<>();
        search.forEachRemaining(found::add);
        return found;
    }

    private static PeerAddresses reachable(Host host) {
        return new PeerAddresses(host.id(), host.addresses());
    }

    @Test
    void whatOneProvidesAnotherFindsThroughAThird() throws Exception {
        Host middle = host();
        Host provider = host();
        Host seeker = host();
        List<Multiaddr> known = middle.addresses();
        Kademlia hub = start(Kademlia.builder(middle));
        Kademlia providing = start(Kademlia.builder(provider));
        Kademlia seeking = start(Kademlia.builder(seeker).mode(Mode.CLIENT));

        assertThat(providing.bootstrap(known)).isEqualTo(1);
        assertThat(providing.provide(KadVectors.CONTENT)).isEqualTo(1);
        assertThat(seeking.bootstrap(known)).isEqualTo(1);
        assertThat(all(seeking.findProviders(KadVectors.CONTENT, 1))).containsExactly(reachable(provider));

        // one that serves comes into the table of those whom it asked, and one that only asks does not
        Task.until("the provider is in the table", () -> hub.knows(provider.id()));
        assertThat(hub.knows(seeker.id())).isFalse();
    }

    @Test
    void whatOthersProvideIsStillKnownAfterARestart() throws Exception {
        Host middle = host();
        Kademlia before = start(Kademlia.builder(middle).records(folder));
        Kademlia provider = start(Kademlia.builder(host()));
        provider.bootstrap(middle.addresses());
        provider.provide(KadVectors.CONTENT);
        before.close();
        middle.close();

        Host again = host();
        start(Kademlia.builder(again).records(folder));
        Kademlia seeker = start(Kademlia.builder(host()).mode(Mode.CLIENT));
        seeker.bootstrap(again.addresses());
        List<PeerAddresses> found = all(seeker.findProviders(KadVectors.CONTENT, 5));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().addresses()).isNotEmpty();
    }

    @Test
    void aClientNeitherServesTheProtocolNorTellsThatItDoes() throws Exception {
        Host client = host();
        start(Kademlia.builder(client).mode(Mode.CLIENT));
        Host other = host();
        Connection connection = other.connect(client.addresses().getFirst());
        assertThat(other.identify(connection).protocols()).doesNotContain(PROTOCOL);
        assertThatThrownBy(() -> connection.newStream(PROTOCOL)).isInstanceOf(NegotiationException.class);
        start(Kademlia.builder(client));
        assertThat(other.identify(connection).protocols()).contains(PROTOCOL);
    }

    @Test
    void aNodeThatIsClosedTellsItsNeighboursAndLeavesTheirTables() throws Exception {
        Host leaving = host();
        Host staying = host();
        Kademlia left = start(Kademlia.builder(leaving));
        Kademlia stays = start(Kademlia.builder(staying));
        stays.bootstrap(leaving.addresses());
        assertThat(stays.knows(leaving.id())).isTrue();
        left.close();
        Task.until("the push has come", () -> !stays.knows(leaving.id()));
        assertThat(staying.connections()).isNotEmpty();
    }

    @Test
    void networksOfOtherPrefixesAreOthers() throws Exception {
        Host other = host();
        start(Kademlia.builder(other).prefix("/other"));
        Kademlia node = start(Kademlia.builder(host()));
        assertThatThrownBy(() -> node.bootstrap(other.addresses())).isInstanceOf(DialException.class);
        assertThatThrownBy(() -> Kademlia.builder(other).prefix("rios")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Streams to a server, as bytes. */
    private final class Raw {
        private final Host host = host();
        private final Connection connection;

        private Raw(Host server) throws IOException {
            connection = host.connect(server.addresses().getFirst());
        }

        private Stream open() throws IOException {
            Stream stream = connection.newStream(PROTOCOL);
            opened.add(stream);
            return stream;
        }

        private Message ask(Stream stream, Message request) throws IOException {
            stream.writeFrame(MessageCodec.encode(request));
            return MessageCodec.decode(stream.readFrame(MessageCodec.LONGEST_WRITTEN));
        }

        /** The reset may come while the request is still being written: its first bytes can be enough. */
        private void isRefused(byte[] request) throws IOException {
            Stream stream = open();
            assertThatThrownBy(() -> {
                        stream.writeFrame(request);
                        stream.readFrame(MessageCodec.LONGEST_WRITTEN);
                    })
                    .isInstanceOf(StreamResetException.class);
        }

        private Message adds(PeerAddresses provider) {
            return new Message(
                    Message.Type.ADD_PROVIDER,
                    CONTENT,
                    List.of(),
                    List.of(new KadPeer(provider.id(), provider.addresses(), false)));
        }
    }

    @Test
    void requestsAreAnsweredInTurnOnOneStream() throws Exception {
        Host server = host();
        start(Kademlia.builder(server));
        Raw raw = new Raw(server);
        Stream stream = raw.open();
        assertThat(raw.ask(stream, Message.asking(Message.Type.PING, Key.NONE)))
                .isEqualTo(Message.asking(Message.Type.PING, Key.NONE));
        Key anything = new Key(new byte[] {1, 2, 3});
        for (Message.Type type : List.of(Message.Type.FIND_NODE, Message.Type.GET_VALUE)) {
            assertThat(raw.ask(stream, Message.asking(type, anything))).isEqualTo(Message.asking(type, anything));
        }
        // this one has no answer, and the next one has its own
        stream.writeFrame(MessageCodec.encode(raw.adds(reachable(raw.host))));
        assertThat(raw.ask(stream, Message.asking(Message.Type.GET_PROVIDERS, CONTENT))
                        .providers())
                .extracting(KadPeer::reachable)
                .containsExactly(reachable(raw.host));
        // a peer that is asked for by its id comes first, though it is no server; so does the one that is asked
        assertThat(raw.ask(stream, Message.asking(Message.Type.FIND_NODE, Key.of(raw.host.id())))
                        .closer())
                .extracting(KadPeer::id)
                .containsExactly(raw.host.id());
        assertThat(raw.ask(stream, Message.asking(Message.Type.FIND_NODE, Key.of(server.id())))
                        .closer())
                .extracting(KadPeer::reachable)
                .containsExactly(reachable(server));
    }

    @Test
    void whatMayNotBeAskedResetsTheStream() throws Exception {
        Host server = host();
        start(Kademlia.builder(server));
        Raw raw = new Raw(server);
        raw.isRefused(new byte[] {(byte) 0xff});
        raw.isRefused(MessageCodec.encode(Message.asking(Message.Type.PUT_VALUE, CONTENT)));
        raw.isRefused(MessageCodec.encode(Message.asking(Message.Type.FIND_NODE, Key.NONE)));
        raw.isRefused(MessageCodec.encode(Message.asking(Message.Type.GET_PROVIDERS, Key.of(server.id()))));
        raw.isRefused(new byte[MessageCodec.LONGEST_READ + 1]);
        raw.isRefused(new ProtoWriter().varint(1, 6).toBytes());
    }

    @Test
    void aProviderSpeaksForItselfOnlyAndSaysWhereItIs() throws Exception {
        Host server = host();
        start(Kademlia.builder(server));
        Raw raw = new Raw(server);
        raw.isRefused(MessageCodec.encode(raw.adds(new PeerAddresses(KadVectors.peer(1), raw.host.addresses()))));
        raw.isRefused(MessageCodec.encode(raw.adds(new PeerAddresses(raw.host.id(), List.of()))));
        raw.isRefused(MessageCodec.encode(Message.asking(Message.Type.ADD_PROVIDER, CONTENT)));
        assertThat(raw.ask(raw.open(), Message.asking(Message.Type.GET_PROVIDERS, CONTENT))
                        .providers())
                .isEmpty();
    }

    @Test
    void onePeerHasSoManyStreamsAndNotOneMore() throws Exception {
        Host server = host();
        start(Kademlia.builder(server));
        Raw raw = new Raw(server);
        for (int at = 0; at < HostNetwork.SERVED.mostPerPeer(); at++) {
            raw.ask(raw.open(), Message.asking(Message.Type.PING, Key.NONE));
        }
        assertThatThrownBy(() -> raw.ask(raw.open(), Message.asking(Message.Type.PING, Key.NONE)))
                .isInstanceOf(StreamResetException.class);
    }

    private Host hostile(ProtocolHandler handler) throws IOException {
        Host host = host();
        host.setStreamHandler(PROTOCOL, handler);
        return host;
    }

    /** A node that knows a good server and a hostile one, and what it finds. */
    private List<PeerAddresses> foundBeside(Host hostile) throws Exception {
        Host good = host();
        start(Kademlia.builder(good));
        Host provider = host();
        Kademlia providing = start(Kademlia.builder(provider));
        providing.bootstrap(good.addresses());
        providing.provide(KadVectors.CONTENT);
        KadLimits.Lookups lookups = KadLimits.DEFAULTS.lookups();
        Kademlia seeker = start(Kademlia.builder(host())
                .limits(KadLimits.DEFAULTS.withLookups(new KadLimits.Lookups(
                        lookups.replication(),
                        lookups.parallel(),
                        lookups.resiliency(),
                        lookups.heard(),
                        lookups.atOnce(),
                        Duration.ofSeconds(2),
                        lookups.lookup()))));
        List<Multiaddr> known = new ArrayList<>(good.addresses());
        known.addAll(hostile.addresses());
        seeker.bootstrap(known);
        List<PeerAddresses> found = all(seeker.findProviders(KadVectors.CONTENT, 5));
        assertThat(found).contains(reachable(provider));
        assertThat(seeker.size()).isLessThan(10);
        return found;
    }

    private static void answer(Stream stream, byte[] answer) throws IOException {
        while (true) {
            stream.readFrame(MessageCodec.LONGEST_READ);
            stream.writeFrame(answer);
        }
    }

    @Test
    void aServerThatTellsOfTooManyPeersHoldsNobodyUp() throws Exception {
        ProtoWriter flood = new ProtoWriter().varint(1, 3);
        for (int at = 0; at < 1_000; at++) {
            flood.bytes(
                    8, new ProtoWriter().bytes(1, KadVectors.peer(at).toBytes()).toBytes());
        }
        byte[] answer = flood.toBytes();
        assertThat(answer.length).isLessThan(MessageCodec.LONGEST_READ);
        assertThat(foundBeside(hostile(stream -> answer(stream, answer)))).hasSize(1);
    }

    @Test
    void aServerWhoseAnswersAreTooLongOrNoneIsLeftOut() throws Exception {
        assertThat(foundBeside(hostile(stream -> answer(stream, new byte[MessageCodec.LONGEST_READ + 1]))))
                .hasSize(1);
        assertThat(foundBeside(hostile(stream -> answer(stream, new byte[] {(byte) 0xff}))))
                .hasSize(1);
        assertThat(foundBeside(hostile(
                        stream -> answer(stream, MessageCodec.encode(Message.asking(Message.Type.PING, Key.NONE))))))
                .hasSize(1);
    }

    @Test
    void aServerThatPromisesMuchAndSendsNothingIsLeftOut() throws Exception {
        assertThat(foundBeside(hostile(stream -> {
                    stream.output().write(Varint.encode(MessageCodec.LONGEST_READ));
                    stream.output().flush();
                    stream.input().readAllBytes();
                })))
                .hasSize(1);
    }

    @Test
    void providersThatAServerInventsAreFoundToBeNone() throws Exception {
        byte[] forged = MessageCodec.encode(new Message(
                Message.Type.GET_PROVIDERS,
                CONTENT,
                List.of(),
                List.of(new KadPeer(KadVectors.SPEC_PEER, KadVectors.at("/ip4/127.0.0.1/tcp/1"), false))));
        List<PeerAddresses> found = foundBeside(hostile(stream -> {
            Message asked = MessageCodec.decode(stream.readFrame(MessageCodec.LONGEST_READ));
            stream.writeFrame(asked.type() == Message.Type.GET_PROVIDERS ? forged : MessageCodec.encode(asked));
        }));
        assertThat(found).hasSize(2);
        PeerAddresses invented = found.stream()
                .filter(provider -> provider.id().equals(KadVectors.SPEC_PEER))
                .findFirst()
                .orElseThrow();
        Host seeker = host();
        assertThatThrownBy(() -> seeker.connect(invented)).isInstanceOf(DialException.class);
    }
}
