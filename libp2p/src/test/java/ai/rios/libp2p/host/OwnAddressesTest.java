package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OwnAddressesTest {
    private static final Multiaddr LISTEN = Multiaddr.parse("/ip4/10.0.0.1/tcp/1");
    private static final Multiaddr OUTSIDE = Multiaddr.parse("/ip4/5.9.0.1/tcp/1");
    private static final Multiaddr GUESSED = Multiaddr.parse("/ip4/5.9.0.1/tcp/4001");

    private final StandingConnections connections = new StandingConnections();
    private final OwnAddresses own = new OwnAddresses(connections.timers);
    private final List<Multiaddr> listening = new ArrayList<>(List.of(LISTEN));

    @BeforeEach
    void listen() {
        own.add(new Transport.Listener() {
            @Override
            public List<Multiaddr> addresses() {
                return listening;
            }

            @Override
            public void close() {}
        });
    }

    /** Four peers at the other ends of connections see the host there. */
    private void seen(Multiaddr where) {
        for (int number = 1; number <= ObservedAddresses.OBSERVERS; number++) {
            own.observe(connections.between(number, Direction.INBOUND, LISTEN, "5.8.0." + number), where);
        }
    }

    @Test
    void whatManySeeIsToldToo() {
        assertThat(own.all()).containsExactly(LISTEN);
        seen(OUTSIDE);
        assertThat(own.all()).containsExactly(LISTEN, OUTSIDE);
        assertThat(own.candidates()).containsExactly(LISTEN, OUTSIDE);
    }

    @Test
    void whereNobodyCanComeFromElsewhereIsNotTold() {
        listening.add(Multiaddr.parse("/ip4/203.0.113.1/tcp/1"));
        listening.add(Multiaddr.parse("/ip6/2001:db8::1/tcp/1"));
        assertThat(own.all()).containsExactly(LISTEN);
    }

    @Test
    void whereOnlyThoseOnOneLinkCanComeIsNotTold() {
        listening.add(Multiaddr.parse("/ip4/169.254.1.1/tcp/1"));
        listening.add(Multiaddr.parse("/ip6/fe80::1/udp/1/quic-v1"));
        assertThat(own.all()).containsExactly(LISTEN);
    }

    @Test
    void whatIsSeenOfAPortWhereNobodyListensDoesNotCount() {
        for (int number = 1; number <= ObservedAddresses.OBSERVERS; number++) {
            own.observe(
                    connections.between(
                            number, Direction.OUTBOUND, Multiaddr.parse("/ip4/10.0.0.1/tcp/50000"), "5.8.0." + number),
                    OUTSIDE);
        }
        assertThat(own.observed()).isEmpty();
        assertThat(own.all()).containsExactly(LISTEN);
    }

    @Test
    void whatIsReachedIsToldAndWhatIsOnlySeenAndNotReachedIsNot() {
        seen(OUTSIDE);
        assertThat(own.found(Reachability.PUBLIC, List.of(GUESSED), List.of(OUTSIDE, LISTEN)))
                .isTrue();
        assertThat(own.reachability()).isEqualTo(Reachability.PUBLIC);
        assertThat(own.all())
                .as("where it listens stays, for those who are near")
                .containsExactly(LISTEN, GUESSED);
        assertThat(own.candidates()).as("it may be reached later").contains(OUTSIDE);
        assertThat(own.found(Reachability.PUBLIC, List.of(), List.of())).isFalse();
    }

    @Test
    void aChangeIsSaidOnce() {
        assertThat(own.changed()).contains(List.of(LISTEN));
        assertThat(own.changed()).isEmpty();
        listening.add(GUESSED);
        assertThat(own.changed()).contains(List.of(LISTEN, GUESSED));
        assertThat(own.changed()).isEmpty();
    }

    @Test
    void addressesOutsideAreBounded() {
        List<Multiaddr> many = new ArrayList<>();
        for (int port = 1; port <= OwnAddresses.MOST_OUTSIDE + 1; port++) {
            many.add(Multiaddr.parse("/ip4/5.9.0.1/tcp/" + port));
        }
        own.found(Reachability.PUBLIC, many, List.of());
        assertThat(own.all()).hasSize(1 + OwnAddresses.MOST_OUTSIDE);
    }
}
