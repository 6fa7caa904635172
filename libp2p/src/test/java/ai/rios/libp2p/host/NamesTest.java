package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class NamesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Multiaddr LITERAL = Multiaddr.parse("/ip4/9.0.0.9/tcp/1");

    private static final PeerId PEER = StandingConnections.peer(1);
    private static final PeerId OTHER = StandingConnections.peer(2);

    private final Map<String, List<String>> texts = new HashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final List<String> reasons = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    private InetAddress[] resolve(String name) throws UnknownHostException {
        return switch (name) {
            case "unknown" -> throw new UnknownHostException(name);
            case "silent" -> {
                try {
                    never.await();
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
                throw new UnknownHostException(name);
            }
            default -> new InetAddress[] {InetAddress.ofLiteral("9.0.0.1"), InetAddress.ofLiteral("2001:470::1")};
        };
    }

    private List<String> texts(String name) throws UnknownHostException {
        questions.incrementAndGet();
        List<String> found = texts.get(name);
        if (found == null) {
            throw new UnknownHostException(name);
        }
        return found;
    }

    /** What {@code /dnsaddr/NAME} leads to. */
    private void leads(String name, String... addresses) {
        texts.put(
                "_dnsaddr." + name,
                Stream.of(addresses).map(address -> "dnsaddr=" + address).toList());
    }

    private static List<Multiaddr> addresses(String... texts) {
        return List.of(texts).stream().map(Multiaddr::parse).toList();
    }

    private Set<Multiaddr> resolved(Duration limit, List<Multiaddr> addresses) throws IOException {
        try (Names names = new Names(this::resolve, this::texts)) {
            return names.resolve(addresses, PEER, limit, reasons);
        }
    }

    @Test
    void aNameIsReplacedByItsAddressesOfTheKindThatIsAskedFor() throws IOException {
        assertThat(resolved(LONG, addresses("/dns4/a/tcp/1", "/dns6/a/tcp/2", "/dns/a/tcp/3", LITERAL.toString())))
                .containsExactlyInAnyOrderElementsOf(addresses(
                        "/ip4/9.0.0.1/tcp/1",
                        "/ip6/2001:470::1/tcp/2",
                        "/ip4/9.0.0.1/tcp/3",
                        "/ip6/2001:470::1/tcp/3",
                        LITERAL.toString()));
        assertThat(reasons).isEmpty();
    }

    @Test
    void aNameThatIsNotKnownAndOneThatNobodyAnswersForAreLeftOut() throws IOException {
        assertThat(resolved(
                        Duration.ofMillis(50),
                        addresses("/dns4/unknown/tcp/1", "/dns4/silent/tcp/1", LITERAL.toString())))
                .containsExactly(LITERAL);
        assertThat(reasons).hasSize(2).anyMatch(reason -> reason.contains("silent"));
    }

    @Test
    void namesOfAPeerAreBounded() throws IOException {
        List<Multiaddr> names = IntStream.rangeClosed(1, Names.MOST_NAMES + 1)
                .mapToObj(port -> Multiaddr.parse("/dns4/a/tcp/" + port))
                .toList();
        assertThat(resolved(LONG, names)).hasSize(Names.MOST_NAMES);
        assertThat(reasons).singleElement().asString().contains(names.getLast() + " has one name too many");
    }

    @Test
    void anInterruptEndsTheWait() {
        Task<Set<Multiaddr>> asking = Task.of(() -> resolved(LONG, addresses("/dns4/silent/tcp/1")));
        asking.awaitWaiting();
        asking.interrupt();
        assertThatThrownBy(asking::result).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void textsLeadToTheAddressesOfThePeerAndToNoOther() throws IOException {
        leads(
                "a",
                "/ip4/9.0.0.7/tcp/1/p2p/" + PEER,
                "/ip4/9.0.0.8/tcp/1/p2p/" + OTHER,
                "/ip4/9.0.0.9/tcp/1",
                "no address",
                "/dns4/b/tcp/2/p2p/" + PEER,
                "/dns4/unknown/tcp/2/p2p/" + PEER,
                "/dnsaddr/missing/p2p/" + PEER,
                "/dnsaddr/c/p2p/" + PEER);
        leads("c", "/ip6/2001:470::7/tcp/3/p2p/" + PEER, "/ip6/2001:470::8/tcp/3/p2p/" + OTHER);
        texts.put("_dnsaddr.d", List.of("v=spf1", "/ip4/9.0.0.7/tcp/9/p2p/" + PEER));
        assertThat(resolved(LONG, addresses("/dnsaddr/a", "/dnsaddr/d")))
                .containsExactlyInAnyOrderElementsOf(
                        addresses("/ip4/9.0.0.7/tcp/1", "/ip4/9.0.0.1/tcp/2", "/ip6/2001:470::7/tcp/3"));
    }

    @Test
    void textsOfACircuitLeadToItsRelay() throws IOException {
        leads("a", "/ip4/9.0.0.7/tcp/1/p2p/" + OTHER, "/ip4/9.0.0.8/tcp/1/p2p/" + PEER);
        assertThat(resolved(LONG, addresses("/dnsaddr/a/p2p/" + OTHER + "/p2p-circuit")))
                .containsExactlyElementsOf(addresses("/ip4/9.0.0.7/tcp/1/p2p/" + OTHER + "/p2p-circuit"));
    }

    @Test
    void textsThatAreNotThereAreSaid() throws IOException {
        assertThat(resolved(LONG, addresses("/dnsaddr/a", LITERAL.toString()))).containsExactly(LITERAL);
        assertThat(reasons).singleElement().asString().contains("/dnsaddr/a");
    }

    @Test
    void textsLeadNoDeeperThanTheyMay() throws IOException {
        for (int depth = 1; depth <= Names.DEEPEST + 1; depth++) {
            leads(
                    "n" + depth,
                    "/ip4/9.0.0.7/tcp/" + depth + "/p2p/" + PEER,
                    "/dnsaddr/n" + (depth + 1) + "/p2p/" + PEER);
        }
        assertThat(resolved(LONG, addresses("/dnsaddr/n1"))).hasSize(Names.DEEPEST);
    }

    @Test
    void questionsForTextsAndWhatTheyLeadToAreBounded() throws IOException {
        leads("loop", Collections.nCopies(10, "/dnsaddr/loop/p2p/" + PEER).toArray(String[]::new));
        assertThat(resolved(LONG, addresses("/dnsaddr/loop"))).isEmpty();
        assertThat(questions).hasValue(Names.MOST_QUESTIONS);
        leads(
                "many",
                IntStream.rangeClosed(1, Names.MOST_FOUND + 1)
                        .mapToObj(port -> "/ip4/9.0.0.7/tcp/" + port + "/p2p/" + PEER)
                        .toArray(String[]::new));
        assertThat(resolved(LONG, addresses("/dnsaddr/many"))).hasSize(Names.MOST_FOUND);
    }
}
