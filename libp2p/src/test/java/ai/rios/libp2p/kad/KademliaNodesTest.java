package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole nodes in memory, with time that the test turns. */
@Timeout(120)
final class KademliaNodesTest {
    private static final Cid CONTENT = KadVectors.CONTENT;
    private static final KadLimits LIMITS = KadLimits.DEFAULTS.withRecords(
            KadLimits.DEFAULTS.records().withTimes(Duration.ofHours(1), Duration.ofMinutes(20)));

    private final MemoryNet net = new MemoryNet();
    private final ManualTimers timers = new ManualTimers();
    private final List<Kademlia> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Kademlia::close);
    }

    private MemoryNet.Node place(int number) {
        return net.node(KadVectors.peer(number), "/ip4/127.0.0.1/tcp/" + (1_000 + number));
    }

    private Kademlia start(MemoryNet.Node place, Mode mode, KadLimits limits) throws IOException {
        Kademlia node = new KademliaBuilder(_ -> place)
                .mode(mode)
                .limits(limits)
                .timers(timers)
                .random(new Random(1))
                .start();
        nodes.add(node);
        return node;
    }

    private Kademlia server(MemoryNet.Node place) throws IOException {
        return start(place, Mode.SERVER, LIMITS);
    }

    private static List<PeerId> all(ProviderSearch search) {
        List<PeerId> found = new ArrayList<>();
        search.forEachRemaining(provider -> found.add(provider.id()));
        return found;
    }

    /** Turns the time on between two moments at which nothing is under way, so that it is nobody's request that is too late. */
    private void advance(Duration step) {
        awaitIdle();
        timers.advance(step);
        awaitIdle();
    }

    /** Then who asks next is the test's own call, and no node that looks around by itself. */
    private void awaitIdle() {
        Task.until("nothing is under way", this::isIdle);
    }

    private boolean isIdle() {
        return nodes.stream().allMatch(Kademlia::isIdle);
    }

    @Test
    void whatIsProvidedIsToldAnewBeforeItEndsUntilItIsNotProvidedAnyMore() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        Kademlia provider = server(place(2));
        Kademlia seeker = start(place(3), Mode.CLIENT, LIMITS);
        provider.bootstrap(List.of(hub.where()));
        seeker.bootstrap(List.of(hub.where()));
        assertThat(provider.provide(CONTENT)).isEqualTo(1);
        for (int step = 0; step < 8; step++) {
            advance(Duration.ofMinutes(11)); // told anew every 18 to 22 minutes
            assertThat(all(seeker.findProviders(CONTENT, 1))).containsExactly(KadVectors.peer(2));
        }
        provider.stopProviding(CONTENT);
        advance(Duration.ofMinutes(61));
        assertThat(all(seeker.findProviders(CONTENT, 1))).isEmpty();
    }

    @Test
    void whatIsNotProvidedAnyMoreIsNotToldToThoseWhoAreJustFound() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        Kademlia provider = server(place(2));
        Kademlia seeker = start(place(3), Mode.CLIENT, LIMITS);
        provider.bootstrap(List.of(hub.where()));
        seeker.bootstrap(List.of(hub.where()));
        awaitIdle();
        hub.becomes(MemoryNet.Manner.WAITING);
        Task<Integer> telling = Task.of(() -> provider.provide(CONTENT));
        Task.until("the hub is asked", hub::isWaitedFor);
        provider.stopProviding(CONTENT);
        hub.goesOn();
        assertThat(telling.result()).isZero();
        assertThat(all(seeker.findProviders(CONTENT, 1))).isEmpty();
    }

    @Test
    void whereNobodyTookItItIsTriedAgain() throws Exception {
        MemoryNet.Node hub = place(1);
        hub.becomes(MemoryNet.Manner.GONE);
        Kademlia provider = server(place(2));
        assertThatThrownBy(() -> provider.bootstrap(List.of(hub.where()))).isInstanceOf(DialException.class);
        assertThat(provider.provide(CONTENT)).isZero();

        server(hub);
        hub.becomes(MemoryNet.Manner.ANSWERS);
        advance(Duration.ofMinutes(3));
        assertThat(provider.size()).as("the peer to begin with is asked again").isEqualTo(1);
        Kademlia seeker = start(place(3), Mode.CLIENT, LIMITS);
        seeker.bootstrap(List.of(hub.where()));
        advance(Duration.ofMinutes(3));
        assertThat(all(seeker.findProviders(CONTENT, 1))).isNotEmpty();
    }

    @Test
    void whoDoesNotAnswerInTimeIsNoNeighbourAndHoldsNobodyUp() throws Exception {
        MemoryNet.Node hub = place(1);
        MemoryNet.Node slow = place(2);
        Kademlia first = server(hub);
        server(slow).bootstrap(List.of(hub.where()));
        Task.until("both are neighbours", () -> first.knows(KadVectors.peer(2)) && isIdle());
        slow.becomes(MemoryNet.Manner.SILENT);
        Task<List<PeerId>> search = Task.of(() -> all(first.findProviders(CONTENT, 1)));
        Task.until("it is asked", slow::isWaitedFor);
        assertThat(search.isDone()).isFalse();
        timers.advance(Duration.ofSeconds(10));
        assertThat(search.result()).isEmpty();
        assertThat(first.knows(KadVectors.peer(2))).isFalse();
    }

    @Test
    void aSearchEndsWithItsDeadlineOrWhenItIsClosed() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        Kademlia seeker = server(place(2));
        seeker.bootstrap(List.of(hub.where()));
        awaitIdle();
        hub.becomes(MemoryNet.Manner.SILENT);

        ProviderSearch timed = seeker.findProviders(CONTENT, 1, Duration.ofSeconds(2));
        Task<Boolean> waits = Task.of(timed::hasNext);
        Task.until("it is asked", hub::isWaitedFor);
        assertThat(waits.isDone()).isFalse();
        timers.advance(Duration.ofSeconds(2));
        assertThat(waits.result()).isFalse();

        ProviderSearch closed = seeker.findProviders(CONTENT, 1);
        Task<Boolean> waitsToo = Task.of(closed::hasNext);
        waitsToo.awaitWaiting();
        closed.close();
        assertThat(waitsToo.result()).isFalse();
        assertThat(seeker.knows(KadVectors.peer(1)))
                .as("nobody is blamed for what was ended here")
                .isTrue();
    }

    @Test
    void anInterruptEndsWhateverWaits() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        Kademlia node = server(place(2));
        node.bootstrap(List.of(hub.where()));
        hub.becomes(MemoryNet.Manner.SILENT);
        Task<Integer> waits = Task.of(() -> node.provide(CONTENT));
        waits.awaitWaiting();
        waits.interrupt();
        assertThatThrownBy(waits::result).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        Kademlia node = server(place(2));
        node.bootstrap(List.of(hub.where()));
        hub.becomes(MemoryNet.Manner.SILENT);
        Task<Integer> waits = Task.of(() -> node.provide(CONTENT));
        Task<List<PeerId>> searches = Task.of(() -> all(node.findProviders(CONTENT, 1)));
        waits.awaitWaiting();
        node.close();
        assertThatThrownBy(waits::result).isInstanceOf(IOException.class);
        searches.result();
        assertThat(all(node.findProviders(CONTENT, 1))).isEmpty();
        assertThatThrownBy(() -> node.findPeer(KadVectors.peer(9))).isInstanceOf(IOException.class);
    }

    @Test
    void aPeerThatWithdrawsTheProtocolLeavesTheTable() throws Exception {
        MemoryNet.Node hub = place(1);
        MemoryNet.Node leaving = place(2);
        Kademlia first = server(hub);
        server(leaving).bootstrap(List.of(hub.where()));
        Task.until("it is a neighbour", () -> first.knows(KadVectors.peer(2)) && isIdle());
        leaving.withdraw();
        assertThat(first.knows(KadVectors.peer(2))).isFalse();
    }

    @Test
    void refreshingFindsOutWhoIsGone() throws Exception {
        MemoryNet.Node hub = place(1);
        MemoryNet.Node other = place(2);
        Kademlia first = server(hub);
        server(other).bootstrap(List.of(hub.where()));
        Task.until("it is a neighbour", () -> first.knows(KadVectors.peer(2)));
        other.becomes(MemoryNet.Manner.GONE);
        advance(KadLimits.DEFAULTS.table().refresh());
        assertThat(first.knows(KadVectors.peer(2))).isFalse();
    }

    @Test
    void refreshingFindsPeersThatWereNotKnown() throws Exception {
        MemoryNet.Node hub = place(1);
        server(hub);
        List<Kademlia> others = new ArrayList<>();
        for (int number = 2; number < 12; number++) {
            Kademlia node = server(place(number));
            node.bootstrap(List.of(hub.where()));
            others.add(node);
        }
        advance(KadLimits.DEFAULTS.table().refresh());
        assertThat(others).allSatisfy(node -> assertThat(node.size()).isEqualTo(10));
    }

    @Test
    void aPeerIsFoundThoughItIsAClientAndNobodysNeighbour() throws Exception {
        MemoryNet.Node hub = place(1);
        MemoryNet.Node client = place(2);
        server(hub);
        start(client, Mode.CLIENT, LIMITS).bootstrap(List.of(hub.where()));
        Kademlia seeker = server(place(3));
        seeker.bootstrap(List.of(hub.where()));
        assertThat(seeker.findPeer(KadVectors.peer(2)))
                .contains(new PeerAddresses(KadVectors.peer(2), client.addresses()));
        assertThat(seeker.findPeer(KadVectors.peer(99))).isEqualTo(Optional.empty());
        assertThat(seeker.findPeer(KadVectors.peer(3)))
                .contains(new PeerAddresses(KadVectors.peer(3), KadVectors.at("/ip4/127.0.0.1/tcp/1003")));
    }

    @Test
    void aNodeProvidesSoManyKeysAndNotOneMore() throws Exception {
        KadLimits.Records records = LIMITS.records();
        KadLimits two = LIMITS.withRecords(new KadLimits.Records(
                records.perKey(),
                2,
                records.total(),
                records.answered(),
                records.validity(),
                records.republish(),
                records.addresses(),
                records.saveEvery()));
        Kademlia node = start(place(1), Mode.SERVER, two);
        node.provide(Cid.ofText("one"));
        node.provide(Cid.ofText("two"));
        node.provide(Cid.ofText("two"));
        assertThatThrownBy(() -> node.provide(Cid.ofText("three"))).isInstanceOf(LimitException.class);
        node.stopProviding(Cid.ofText("one"));
        assertThat(node.provide(Cid.ofText("three"))).isZero();
        assertThat(all(node.findProviders(Cid.ofText("three"), 1))).containsExactly(KadVectors.peer(1));
    }

    @Test
    void atMostOnePeerOfAnIpNetworkTooManyIsNeighbour() throws Exception {
        MemoryNet.Node hub = net.node(KadVectors.peer(1), "/ip4/8.8.8.8/tcp/1");
        Kademlia first = server(hub);
        for (int number = 2; number < 12; number++) {
            MemoryNet.Node place = net.node(KadVectors.peer(number), "/ip4/1.2." + number + ".4/tcp/1");
            server(place).bootstrap(List.of(hub.where()));
        }
        Task.until(
                "some are neighbours",
                () -> first.size() == KadLimits.DEFAULTS.table().groupInTable());
        advance(KadLimits.DEFAULTS.table().refresh());
        assertThat(first.size()).isEqualTo(KadLimits.DEFAULTS.table().groupInTable());
    }

    @Test
    void addressesToBeginWithEndWithTheirPeers() throws Exception {
        Kademlia node = server(place(1));
        assertThatThrownBy(() -> node.bootstrap(List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> node.findProviders(CONTENT, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
