package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The search for the peers that are nearest to a place, as a machine without network or time; go-libp2p's algorithm. Peers are
 *
 * <pre>
 * HEARD --next--> WAITING --answered--> QUERIED
 *                    |
 *                    +-----failed-----> UNREACHABLE
 * </pre>
 *
 * It always asks the nearest one that it has heard of, several at the same time. When the β nearest that can be reached have
 * answered it follows up: what is missing of the k nearest is asked too, and nobody new is heard of. Then it is done; also
 * when nobody is left to ask.
 *
 * <p>Confined to one thread.
 */
final class Lookup {
    private final KadId target;
    private final PeerId self;
    private final KadLimits.Lookups limits;

    /** By how far each is from the target. */
    private final TreeMap<KadId, Candidate> nearest = new TreeMap<>();

    private final Map<PeerId, Candidate> all = new HashMap<>();
    private int waiting;
    private Phase phase = Phase.SEARCHING;

    /**
     * Begins.
     *
     * @param self is never asked
     * @param seeds who is known already
     */
    Lookup(KadId target, PeerId self, Collection<PeerId> seeds, KadLimits.Lookups limits) {
        this.target = target;
        this.self = self;
        this.limits = limits;
        seeds.forEach(this::heard);
        update();
    }

    private enum Phase {
        SEARCHING,
        FOLLOWING_UP,
        DONE
    }

    private enum State {
        HEARD,
        WAITING,
        QUERIED,
        UNREACHABLE
    }

    /** The lookup's own. */
    private static final class Candidate {
        private final PeerId peer;
        private final KadId distance;
        private State state = State.HEARD;

        private Candidate(PeerId peer, KadId distance) {
            this.peer = peer;
            this.distance = distance;
        }

        private boolean isReachable() {
            return state != State.UNREACHABLE;
        }
    }

    /** Whom to ask now; empty where nobody is to be asked before something is answered or fails, or at all. */
    Optional<PeerId> next() {
        if (phase == Phase.DONE || waiting >= limits.parallel()) {
            return Optional.empty();
        }
        Optional<Candidate> next = (phase == Phase.SEARCHING ? reachable() : reachable(limits.replication()))
                .filter(candidate -> candidate.state == State.HEARD)
                .findFirst();
        next.ifPresent(candidate -> {
            candidate.state = State.WAITING;
            waiting++;
        });
        return next.map(candidate -> candidate.peer);
    }

    /** Somebody who was to be asked has answered, and told of others. */
    void answered(PeerId peer, Collection<PeerId> closer) {
        end(peer, State.QUERIED);
        if (phase == Phase.SEARCHING) {
            closer.forEach(this::heard);
        }
        update();
    }

    /** Somebody who was to be asked did not answer. */
    void failed(PeerId peer) {
        end(peer, State.UNREACHABLE);
        update();
    }

    /** Nobody is left to ask, and nobody waited for. */
    boolean isDone() {
        return phase == Phase.DONE;
    }

    /** The nearest peers that have answered, the nearest first; at most k. */
    List<PeerId> closest() {
        return nearest.values().stream()
                .filter(candidate -> candidate.state == State.QUERIED)
                .limit(limits.replication())
                .map(candidate -> candidate.peer)
                .toList();
    }

    private void end(PeerId peer, State state) {
        Candidate candidate = all.get(peer);
        if (candidate == null || candidate.state != State.WAITING) {
            throw new IllegalStateException(peer + " was not to be asked");
        }
        candidate.state = state;
        waiting--;
    }

    private void heard(PeerId peer) {
        if (peer.equals(self) || all.containsKey(peer)) {
            return;
        }
        Candidate candidate = new Candidate(peer, target.distance(KadId.of(peer)));
        all.put(peer, candidate);
        nearest.put(candidate.distance, candidate);
        if (all.size() > limits.heard()) {
            forgetTheFarthest();
        }
    }

    private void forgetTheFarthest() {
        nearest.descendingMap().values().stream()
                .filter(candidate -> candidate.state == State.HEARD)
                .findFirst()
                .ifPresent(candidate -> {
                    nearest.remove(candidate.distance);
                    all.remove(candidate.peer);
                });
    }

    private void update() {
        if (phase == Phase.SEARCHING && haveAnswered(limits.resiliency())) {
            phase = Phase.FOLLOWING_UP;
        }
        if (phase == Phase.FOLLOWING_UP && haveAnswered(limits.replication())) {
            phase = Phase.DONE;
        }
    }

    /** Whether those have answered that are the nearest; all of them where there are fewer. */
    private boolean haveAnswered(int count) {
        return reachable(count).allMatch(candidate -> candidate.state == State.QUERIED);
    }

    private Stream<Candidate> reachable(int count) {
        return reachable().limit(count);
    }

    private Stream<Candidate> reachable() {
        return nearest.values().stream().filter(Candidate::isReachable);
    }
}
