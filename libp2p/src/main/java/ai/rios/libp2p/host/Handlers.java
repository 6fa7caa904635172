package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.resources.ResourceScope;
import ai.rios.libp2p.resources.Resources;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The protocols that are served, and how many streams of each every peer has. Thread-safe. */
final class Handlers {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Resources resources;

    Handlers(Resources resources) {
        this.resources = resources;
    }

    void set(ProtocolMatch protocols, HandlerOptions options, ProtocolHandler handler) {
        entries.put(protocols.protocol(), new Entry(protocols, options, handler, resources.protocol()));
    }

    void remove(String protocol) {
        entries.remove(protocol);
    }

    /** In the order of their names. */
    List<String> protocols() {
        return entries.keySet().stream().sorted().toList();
    }

    /** What serves a proposal: the protocol of that name, or else the first one in order that takes it too. */
    Optional<Entry> find(String proposal, boolean limited) {
        return Optional.ofNullable(entries.get(proposal))
                .or(() -> entries.values().stream()
                        .filter(entry -> entry.protocols.others().test(proposal))
                        .min(Comparator.comparing(entry -> entry.protocols.protocol())))
                .filter(entry -> entry.options.onLimited() || !limited);
    }

    /** One protocol. Thread-safe. */
    static final class Entry {
        private final ProtocolMatch protocols;
        private final HandlerOptions options;
        private final ProtocolHandler handler;

        /** Its own lock guards it. */
        private final Map<PeerId, Integer> open = new HashMap<>();

        private final ResourceScope memory;

        private Entry(ProtocolMatch protocols, HandlerOptions options, ProtocolHandler handler, ResourceScope memory) {
            this.protocols = protocols;
            this.options = options;
            this.handler = handler;
            this.memory = memory;
        }

        /** What all streams of it hold. */
        ResourceScope memory() {
            return memory;
        }

        ProtocolHandler handler() {
            return handler;
        }

        boolean handsOn() {
            return options.handsOn();
        }

        /** Whether the peer may open one more; then {@link #leave} follows. */
        boolean enter(PeerId peer) {
            synchronized (open) {
                int count = open.getOrDefault(peer, 0);
                if (count >= options.mostPerPeer()) {
                    return false;
                }
                open.put(peer, count + 1);
                return true;
            }
        }

        void leave(PeerId peer) {
            synchronized (open) {
                open.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
