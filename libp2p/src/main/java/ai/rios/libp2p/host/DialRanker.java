package ai.rios.libp2p.host;

import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which addresses of a peer are tried first, and how long the others wait for them; the same order and head starts as
 * go-libp2p's. Private and public addresses run beside one another. Within each, QUIC goes before TCP and IPv6 before IPv4.
 * Stateless.
 */
final class DialRanker {
    private static final Duration PUBLIC_STEP = Duration.ofMillis(250);
    private static final Duration PRIVATE_STEP = Duration.ofMillis(30);
    private static final Duration RELAY_DELAY = Duration.ofMillis(500);

    private DialRanker() {}

    /**
     * An address and when it is tried.
     *
     * @param delay from the begin of the dial
     */
    record Ranked(Multiaddr address, Duration delay) {}

    static List<Ranked> rank(List<Multiaddr> addresses) {
        List<Multiaddr> direct =
                addresses.stream().filter(address -> !address.isCircuit()).toList();
        List<Ranked> ranked = new ArrayList<>();
        ranked.addAll(group(direct.stream().filter(Addresses::isPrivate).toList(), Duration.ZERO, PRIVATE_STEP));
        ranked.addAll(group(
                direct.stream().filter(address -> !Addresses.isPrivate(address)).toList(), Duration.ZERO, PUBLIC_STEP));
        ranked.addAll(group(
                addresses.stream().filter(Multiaddr::isCircuit).toList(),
                direct.isEmpty() ? Duration.ZERO : RELAY_DELAY,
                PUBLIC_STEP));
        ranked.sort(Comparator.comparing(Ranked::delay));
        return ranked;
    }

    /** The first of a kind at once, the second one step later, and all others of the kind two steps later. */
    private static List<Ranked> group(List<Multiaddr> addresses, Duration start, Duration step) {
        List<Ranked> ranked = new ArrayList<>();
        Duration from = start;
        for (boolean quic : new boolean[] {true, false}) {
            List<Multiaddr> kind = addresses.stream()
                    .filter(address -> address.has(Protocol.QUIC_V1) == quic)
                    .sorted(Comparator.comparing((Multiaddr address) -> address.has(Protocol.IP4)))
                    .toList();
            for (int at = 0; at < kind.size(); at++) {
                ranked.add(new Ranked(kind.get(at), from.plus(step.multipliedBy(Math.min(at, 2)))));
            }
            if (!kind.isEmpty()) {
                from = ranked.getLast().delay.plus(step);
            }
        }
        return ranked;
    }
}
