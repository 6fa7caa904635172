package ai.rios.libp2p.host;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multiaddr.Component;
import ai.rios.libp2p.multiformats.Protocol;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for the IP addresses of names, all of a peer's at once and within a limit of time. The question itself cannot be
 * interrupted and holds its thread, so it has one of a few of its own. Thread-safe.
 */
final class Names implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Names.class.getName());

    /** Names of one peer that are asked for, at most. */
    static final int MOST_NAMES = 8;

    /** How long names are waited for, at most. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Names that are asked for at the same time. */
    private static final int THREADS = 8;

    /** Names that wait for a thread; further ones are not asked for. */
    private static final int MOST_WAITING = 64;

    /** How far one {@code /dnsaddr} leads to another. */
    static final int DEEPEST = 4;

    /** Texts of {@code /dnsaddr} that are asked for, for one address. */
    static final int MOST_QUESTIONS = 16;

    /** Addresses that one {@code /dnsaddr} leads to, at most. */
    static final int MOST_FOUND = 100;

    private static final String TEXT = "dnsaddr=";

    /** Asks for texts. */
    interface TextResolver {
        /** The texts of a name. */
        List<String> texts(String name) throws UnknownHostException;
    }

    /** Asks. */
    interface Resolver {
        /** The addresses of a name; at least one. */
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final TextResolver texts;
    private final ThreadPoolExecutor threads;

    Names(Resolver resolver, TextResolver texts) {
        this.resolver = resolver;
        this.texts = texts;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("libp2p-names-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The addresses with each name replaced by each IP address that it has, and each {@code /dnsaddr} by what it leads to.
     *
     * @param peer whose addresses they are; what is said to lead to another one is left out
     * @param limit how long it may take
     * @param reasons gets why an address is not among them
     */
    Set<Multiaddr> resolve(List<Multiaddr> addresses, PeerId peer, Duration limit, List<String> reasons)
            throws IOException {
        Map<Multiaddr, Future<List<Multiaddr>>> asked = new LinkedHashMap<>();
        for (Multiaddr address : addresses) {
            if (Addresses.isName(address)) {
                ask(address, peer, asked, reasons);
            }
        }
        Duration patience = limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE;
        long until = System.nanoTime() + patience.toNanos();
        Set<Multiaddr> resolved = new LinkedHashSet<>(addresses);
        resolved.removeIf(Addresses::isName);
        for (Map.Entry<Multiaddr, Future<List<Multiaddr>>> question : asked.entrySet()) {
            try {
                resolved.addAll(question.getValue().get(until - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (ExecutionException unknown) {
                reasons.add(question.getKey() + " has a name that is not known");
            } catch (TimeoutException late) {
                question.getValue().cancel(false);
                reasons.add(question.getKey() + " has a name that nobody answered for in " + patience);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw (IOException)
                        new InterruptedIOException("asking for a name was interrupted").initCause(interrupt);
            }
        }
        return resolved;
    }

    private void ask(
            Multiaddr address, PeerId peer, Map<Multiaddr, Future<List<Multiaddr>>> asked, List<String> reasons) {
        if (asked.size() >= MOST_NAMES) {
            reasons.add(address + " has one name too many");
            return;
        }
        try {
            asked.put(address, threads.submit(() -> resolved(address, peer)));
        } catch (RejectedExecutionException full) {
            reasons.add(address + " has a name, and too many are being asked for");
        }
    }

    private List<Multiaddr> resolved(Multiaddr address, PeerId peer) throws UnknownHostException {
        return isTexts(address) ? new Texts().follow(address, peer) : resolved(address);
    }

    private static boolean isTexts(Multiaddr address) {
        return address.components().getFirst().protocol() == Protocol.DNSADDR;
    }

    /** What one {@code /dnsaddr} leads to. Confined to one thread. */
    private final class Texts {
        private final Set<Multiaddr> found = new LinkedHashSet<>();
        private int questions;

        List<Multiaddr> follow(Multiaddr address, PeerId peer) throws UnknownHostException {
            if (!address.isCircuit()) {
                follow(address.withPeer(peer.multihash()), DEEPEST);
                return found.stream().map(Multiaddr::withoutPeer).toList();
            }
            // Of a circuit only the way to the relay is asked for.
            int at = address.components().stream()
                    .map(Component::protocol)
                    .toList()
                    .indexOf(Protocol.P2P_CIRCUIT);
            follow(Multiaddr.of(address.components().subList(0, at)), DEEPEST);
            Multiaddr rest = Multiaddr.of(
                    address.components().subList(at, address.components().size()));
            return found.stream().map(relay -> relay.encapsulate(rest)).toList();
        }

        private void follow(Multiaddr address, int deepest) throws UnknownHostException {
            List<Component> suffix =
                    address.components().subList(1, address.components().size());
            questions++;
            for (String text :
                    texts.texts("_dnsaddr." + address.components().getFirst().value())) {
                if (found.size() < MOST_FOUND && text.startsWith(TEXT)) {
                    take(text.substring(TEXT.length()), suffix, deepest);
                }
            }
        }

        private void take(String text, List<Component> suffix, int deepest) {
            try {
                Multiaddr address = Multiaddr.parse(text);
                List<Component> parts = address.components();
                if (parts.size() < suffix.size()
                        || !parts.subList(parts.size() - suffix.size(), parts.size())
                                .equals(suffix)) {
                    return;
                }
                if (!isTexts(address)) {
                    found.addAll(Addresses.isName(address) ? resolved(address) : List.of(address));
                } else if (deepest > 1 && questions < MOST_QUESTIONS) {
                    follow(address, deepest - 1);
                }
            } catch (MalformedException | UnknownHostException passedOver) {
                LOG.log(Level.DEBUG, "a text leads nowhere text={0} reason={1}", text, passedOver.toString());
            }
        }
    }

    private List<Multiaddr> resolved(Multiaddr address) throws UnknownHostException {
        Component first = address.components().getFirst();
        boolean four = first.protocol() == Protocol.DNS4 || first.protocol() == Protocol.DNS;
        boolean six = first.protocol() == Protocol.DNS6 || first.protocol() == Protocol.DNS;
        List<Multiaddr> resolved = new ArrayList<>();
        for (InetAddress ip : resolver.resolve(first.value())) {
            if (ip instanceof Inet4Address ? four : six) {
                List<Component> parts = new ArrayList<>(address.components());
                parts.set(
                        0,
                        Multiaddr.of(new InetSocketAddress(ip, 0), Protocol.TCP)
                                .components()
                                .getFirst());
                resolved.add(Multiaddr.of(parts));
            }
        }
        return resolved;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
