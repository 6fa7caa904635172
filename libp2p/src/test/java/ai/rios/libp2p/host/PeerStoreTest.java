package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PeerStoreTest {
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
    private static final Multiaddr TWO = Multiaddr.parse("/ip4/1.2.3.4/tcp/2");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTimers timers = new ManualTimers();
    private final PeerStore store = new PeerStore(timers);

    private static PeerId peer(int number) {
        return new PeerId(Multihash.sha256(new byte[] {(byte) number, (byte) (number >> 8)}));
    }

    @Test
    void addressesAreForgottenInTimeAndTheLongerTimeCounts() {
        store.addAddresses(peer(1), List.of(ONE, TWO.withPeer(peer(1).multihash())), MINUTE);
        store.addAddresses(peer(1), List.of(ONE), MINUTE.multipliedBy(2));
        store.addAddresses(peer(1), List.of(ONE), Duration.ofSeconds(1));
        assertThat(store.addresses(peer(1))).containsExactlyInAnyOrder(ONE, TWO);
        timers.advance(MINUTE);
        assertThat(store.addresses(peer(1))).containsExactly(ONE);
        timers.advance(MINUTE);
        assertThat(store.addresses(peer(1))).isEmpty();
    }

    @Test
    void protocolsAreReplaced() {
        assertThat(store.protocols(peer(1))).isEmpty();
        store.setProtocols(peer(1), List.of("/a", "/b", "/a"));
        store.setProtocols(peer(1), List.of("/c"));
        assertThat(store.protocols(peer(1))).containsExactly("/c");
    }

    @Test
    void thePeerThatWasUsedLeastRecentlyGivesWay() {
        IntStream.range(0, PeerStore.MOST_PEERS)
                .forEach(number -> store.addAddresses(peer(number), List.of(ONE), MINUTE));
        assertThat(store.addresses(peer(0))).isNotEmpty();
        store.addAddresses(peer(PeerStore.MOST_PEERS), List.of(ONE), MINUTE);
        assertThat(store.addresses(peer(0))).isNotEmpty();
        assertThat(store.addresses(peer(1))).isEmpty();
    }

    private static List<Multiaddr> ports(int count) {
        return IntStream.range(0, count)
                .mapToObj(port -> Multiaddr.parse("/ip4/9.9.9.9/tcp/" + port))
                .toList();
    }

    @Test
    void theAddressThatEndsFirstGivesWay() {
        store.addAddresses(peer(1), List.of(ONE), Duration.ofSeconds(1));
        store.addAddresses(peer(1), ports(PeerStore.MOST_ADDRESSES_UNCONNECTED - 1), MINUTE);
        assertThat(store.addresses(peer(1))).hasSize(16).contains(ONE);
        store.addAddresses(peer(1), ports(PeerStore.MOST_ADDRESSES_UNCONNECTED), MINUTE);
        assertThat(store.addresses(peer(1))).hasSize(16).doesNotContain(ONE);
    }

    @Test
    void ofAConnectedPeerMoreAddressesAreKeptUntilItsEnd() {
        store.connected(peer(1));
        store.addAddresses(peer(1), ports(PeerStore.MOST_ADDRESSES + 1), MINUTE);
        assertThat(store.addresses(peer(1))).hasSize(PeerStore.MOST_ADDRESSES);
        store.disconnected(peer(1));
        assertThat(store.addresses(peer(1))).hasSize(PeerStore.MOST_ADDRESSES_UNCONNECTED);
    }

    @Test
    void ofAConnectedPeerNothingIsForgottenBeforeAWhileAfterTheLastConnection() {
        store.addAddresses(peer(1), List.of(ONE), MINUTE);
        store.connected(peer(1));
        store.connected(peer(1));
        timers.advance(Duration.ofDays(1));
        store.disconnected(peer(1));
        timers.advance(Duration.ofDays(1));
        assertThat(store.addresses(peer(1))).containsExactly(ONE);
        store.disconnected(peer(1));
        timers.advance(PeerStore.KEPT_AFTER_CONNECTION.minusNanos(1));
        assertThat(store.addresses(peer(1))).containsExactly(ONE);
        timers.advance(Duration.ofNanos(1));
        assertThat(store.addresses(peer(1))).isEmpty();
    }

    @Test
    void peersThatAreConnectedDoNotGiveWay() {
        store.connected(peer(0));
        store.addAddresses(peer(0), List.of(ONE), MINUTE);
        IntStream.rangeClosed(1, PeerStore.MOST_PEERS)
                .forEach(number -> store.addAddresses(peer(number), List.of(ONE), MINUTE));
        assertThat(store.addresses(peer(1))).as("the next one in the row").isEmpty();
        assertThat(store.addresses(peer(0))).isNotEmpty();
    }

    @Test
    void anAddressWithTooManyPartsIsNotTaken() {
        Multiaddr most = Multiaddr.parse("/ip4/1.2.3.4" + "/udp/1".repeat(PeerStore.MOST_PARTS - 1));
        store.addAddresses(peer(1), List.of(most, most.encapsulate(Multiaddr.parse("/udp/1"))), MINUTE);
        assertThat(store.addresses(peer(1))).containsExactly(most);
    }

    @Test
    void namesOfProtocolsAreBoundedInNumberAndLength() {
        String longest = "/" + "x".repeat(PeerStore.LONGEST_PROTOCOL - 1);
        store.setProtocols(peer(1), List.of(longest, longest + "x", "/é".repeat(128)));
        assertThat(store.protocols(peer(1))).containsExactly(longest);
        store.setProtocols(
                peer(1),
                IntStream.rangeClosed(0, PeerStore.MOST_PROTOCOLS)
                        .mapToObj(number -> "/" + number)
                        .toList());
        assertThat(store.protocols(peer(1)))
                .hasSize(PeerStore.MOST_PROTOCOLS)
                .doesNotContain("/" + PeerStore.MOST_PROTOCOLS);
    }

    @Test
    void allOfItIsBoundedInBytes() {
        List<String> largest = IntStream.range(0, PeerStore.MOST_PROTOCOLS)
                .mapToObj(number -> "/" + number + "/" + "x".repeat(200))
                .toList();
        store.connected(peer(0));
        store.setProtocols(peer(0), largest);
        for (int number = 1; number < 2_000; number++) {
            store.setProtocols(peer(number), largest);
        }
        assertThat(store.bytes()).isBetween(PeerStore.MOST_BYTES / 2, PeerStore.MOST_BYTES);
        assertThat(store.protocols(peer(1))).isEmpty();
        assertThat(store.protocols(peer(1_999))).isNotEmpty();
        assertThat(store.protocols(peer(0))).isNotEmpty();
    }

    @Test
    void whatAPeerTellsAnewTakesThePlaceOfWhatItToldBeforeAndOfNothingElse() {
        Multiaddr three = Multiaddr.parse("/ip4/1.2.3.4/tcp/3");
        store.addAddresses(peer(1), List.of(three), MINUTE);
        store.setAddresses(peer(1), List.of(ONE, TWO), MINUTE);
        store.setAddresses(peer(1), List.of(TWO), MINUTE);
        assertThat(store.addresses(peer(1))).containsExactlyInAnyOrder(TWO, three);
    }

    @Test
    void anOlderRecordIsNotTaken() {
        assertThat(store.admitRecord(peer(1), 5)).isTrue();
        assertThat(store.admitRecord(peer(1), 5)).isTrue();
        assertThat(store.admitRecord(peer(1), 4)).isFalse();
        assertThat(store.admitRecord(peer(2), 4)).isTrue();
        assertThat(store.admitRecord(peer(1), 6)).isTrue();
    }
}
