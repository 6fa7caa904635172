package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** One lookup over the network. Confined to the thread that runs it; an interrupt ends it. */
final class LookupRun {
    /** Addresses of one peer that are remembered, of all that others tell. */
    private static final int MOST_ADDRESSES = 16;

    private final Lookup lookup;
    private final Message request;
    private final Calls calls;
    private final KadLimits limits;
    private final Map<PeerId, Set<Multiaddr>> told = new HashMap<>();
    private final Map<PeerId, Calls.Call> running = new HashMap<>();

    /** Results of calls, and nothing where the time is over; not more than there are calls, and one. */
    private final BlockingQueue<Optional<Calls.Result>> results = new LinkedBlockingQueue<>();

    LookupRun(Lookup lookup, Message request, Calls calls, KadLimits limits) {
        this.lookup = lookup;
        this.request = request;
        this.calls = calls;
        this.limits = limits;
    }

    /**
     * Looks until it is done, its time is over, or what was asked for is there.
     *
     * @param enough sees every answer, with its peers as they may be believed; true ends the lookup
     * @return the nearest peers that have answered, the nearest first
     */
    List<PeerAddresses> run(Timers timers, Predicate<Message> enough) throws InterruptedException {
        Timers.Timer deadline = timers.schedule(limits.lookups().lookup(), () -> results.add(Optional.empty()));
        try {
            boolean isOver = false;
            while (!isOver && !lookup.isDone()) {
                askMore();
                Optional<Calls.Result> result = results.take();
                isOver = result.isEmpty() || isEnough(result.get(), enough);
            }
        } finally {
            deadline.cancel();
            running.values().forEach(Calls.Call::cancel);
        }
        return lookup.closest().stream().map(this::reachable).toList();
    }

    private void askMore() {
        for (Optional<PeerId> next = lookup.next(); next.isPresent(); next = lookup.next()) {
            PeerAddresses peer = reachable(next.get());
            running.put(peer.id(), calls.start(peer, List.of(request), result -> results.add(Optional.of(result))));
        }
    }

    private boolean isEnough(Calls.Result result, Predicate<Message> enough) {
        running.remove(result.peer());
        return switch (result) {
            case Calls.Result.Failed(PeerId peer, var _) -> {
                lookup.failed(peer);
                yield false;
            }
            case Calls.Result.Answered(PeerId peer, Message answer, Multiaddr at) -> {
                List<KadPeer> closer =
                        IpGroups.spread(answer.closer(), at, limits.table().groupInTable());
                closer.forEach(this::remember);
                lookup.answered(peer, closer.stream().map(KadPeer::id).toList());
                yield enough.test(new Message(answer.type(), request.key(), closer, answer.providers()));
            }
        };
    }

    private void remember(KadPeer peer) {
        if (told.size() < limits.lookups().heard() || told.containsKey(peer.id())) {
            Set<Multiaddr> addresses = told.computeIfAbsent(peer.id(), _ -> new LinkedHashSet<>());
            peer.addresses().stream()
                    .limit(Math.max(0, MOST_ADDRESSES - addresses.size()))
                    .forEach(addresses::add);
        }
    }

    private PeerAddresses reachable(PeerId peer) {
        return new PeerAddresses(peer, List.copyOf(told.getOrDefault(peer, Set.of())));
    }
}
