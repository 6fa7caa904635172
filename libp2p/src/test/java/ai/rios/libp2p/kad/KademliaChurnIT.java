package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hundred nodes that join and leave, from a seed: a fifth of them goes without a word, others come in their place, and
 * those who are left look for what was provided before, once each and with no second try.
 */
@Timeout(300)
final class KademliaChurnIT {
    private static final int NODES = 200;
    private static final int GONE = NODES / 5;
    private static final int PROVIDED = 100;
    private static final int SEARCHES = 300;

    private final MemoryNet net = new MemoryNet();
    private final ManualTimers timers = new ManualTimers();
    private final List<Member> members = new ArrayList<>();
    private final List<Kademlia> started = new ArrayList<>();
    private int joined;

    @AfterEach
    void close() {
        started.forEach(Kademlia::close);
    }

    private record Member(MemoryNet.Node place, Kademlia node) {}

    private Member join(Random random) throws IOException {
        int number = joined++;
        MemoryNet.Node place = net.node(KadVectors.peer(random.nextLong()), "/ip4/127.0.0.1/tcp/" + (1_000 + number));
        Kademlia node = new KademliaBuilder(_ -> place)
                .timers(timers)
                .random(new Random(random.nextLong()))
                .start();
        started.add(node);
        List<Multiaddr> known = new ArrayList<>();
        for (int count = 0; count < 3 && !members.isEmpty(); count++) {
            known.add(members.get(random.nextInt(members.size())).place.where());
        }
        if (!known.isEmpty()) {
            assertThat(node.bootstrap(known)).isPositive();
        }
        Member member = new Member(place, node);
        members.add(member);
        return member;
    }

    private record Offer(Cid content, Member provider) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsProvidedIsFoundThoughAFifthOfTheNodesIsGone(long seed) throws Exception {
        Random random = new Random(seed);
        for (int at = 0; at < NODES; at++) {
            join(random);
        }
        List<Offer> offers = new ArrayList<>();
        for (int at = 0; at < PROVIDED; at++) {
            Offer offer = new Offer(Cid.ofText("offer " + seed + " " + at), any(random));
            assertThat(offer.provider.node.provide(offer.content)).isPositive();
            offers.add(offer);
        }

        List<Member> order = new ArrayList<>(members);
        Collections.shuffle(order, random);
        for (Member leaving : order.subList(0, GONE)) {
            leaving.place.becomes(MemoryNet.Manner.GONE);
            members.remove(leaving);
            if (random.nextInt(4) == 0) {
                join(random);
            }
        }
        offers.removeIf(offer -> !members.contains(offer.provider));

        int found = 0;
        for (int at = 0; at < SEARCHES; at++) {
            Offer offer = offers.get(random.nextInt(offers.size()));
            Member seeker = any(random);
            try (ProviderSearch search = seeker.node.findProviders(offer.content, 1)) {
                if (search.hasNext()) {
                    PeerAddresses provider = search.next();
                    found += provider.id().equals(offer.provider.place.self())
                                    && provider.addresses().equals(offer.provider.place.addresses())
                            ? 1
                            : 0;
                }
            }
        }
        System.out.printf(
                "churn seed=%d nodes=%d gone=%d searches=%d found=%d success=%.2f%%%n",
                seed, NODES, GONE, SEARCHES, found, 100.0 * found / SEARCHES);
        assertThat(found).isGreaterThanOrEqualTo((int) Math.ceil(SEARCHES * 0.995));
    }

    private Member any(Random random) {
        return members.get(random.nextInt(members.size()));
    }
}
