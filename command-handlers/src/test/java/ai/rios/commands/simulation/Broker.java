package ai.rios.commands.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Logs, transactions and the group. A decided transaction becomes known place by place, in any order and with anything between.
 * Confined to the world's thread.
 */
final class Broker {
    static final long TRANSACTION_TIMEOUT_MS = 3_000;

    private final SplittableRandom random;
    private final LongSupplier nowMs;
    private final boolean fences;
    private final Group group;
    private final NavigableMap<Place, PartitionLog> logs = new TreeMap<>();
    private final NavigableMap<String, Session> latest = new TreeMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Transaction> unfinished = new ArrayList<>();
    private int transactions;

    /** @param fences false: it lets writers go on whose time is over */
    Broker(int partitions, SplittableRandom random, LongSupplier nowMs, boolean fences) {
        this.random = random;
        this.nowMs = nowMs;
        this.fences = fences;
        this.group = new Group(partitions, random.split());
        for (Topic topic : Topic.values()) {
            for (int partition = 0; partition < partitions; partition++) {
                logs.put(new Place(topic, partition), new PartitionLog());
            }
        }
    }

    Group group() {
        return group;
    }

    PartitionLog log(Topic topic, int partition) {
        PartitionLog log = logs.get(new Place(topic, partition));
        if (log == null) {
            throw new IllegalArgumentException("there is no partition " + partition + " of " + topic);
        }
        return log;
    }

    /** Writes without a transaction: what clients do. Commands get the time of the log. */
    void append(Place place, Message message) {
        log(place.topic(), place.partition()).append(stamped(place, message), null);
    }

    /** Starts a producer; one that went by that id before is out, and what it has open is aborted. */
    Session open(String transactionalId) {
        Session before = latest.get(transactionalId);
        if (before != null && fences) {
            before.fence();
            if (before.hasOpen()) {
                end(before, false);
            }
        }
        Session session = new Session(transactionalId, before == null || !fences ? null : before.transaction());
        latest.put(transactionalId, session);
        sessions.add(session);
        return session;
    }

    /** Whether another session has been opened under its id. */
    boolean isReplaced(Session session) {
        return latest.get(session.transactionalId()) != session;
    }

    void append(Session session, Place place, Message message) {
        Transaction transaction = transactionOf(session);
        transaction.places().add(place);
        log(place.topic(), place.partition()).append(stamped(place, message), transaction);
    }

    /** Has offsets committed with the transaction, if the group still knows who asks. */
    void addOffsets(Session session, String member, int generation, NavigableMap<Integer, Long> offsets) {
        if (fences && (!group.has(member) || generation != group.generation())) {
            throw new FencedException(member + " of generation " + generation + " at " + group.generation());
        }
        transactionOf(session).offsets().putAll(offsets);
    }

    void end(Session session, boolean commit) {
        Transaction transaction = session.transaction();
        if (transaction == null || !transaction.isOpen()) {
            throw new FencedException(session.transactionalId() + " has nothing open");
        }
        transaction.decide(commit);
        if (transaction.isOver()) {
            unfinished.remove(transaction);
        }
    }

    /** Whether the offsets of a partition are about to be committed or not. */
    boolean isUnstable(int partition) {
        return unfinished.stream().anyMatch(transaction -> transaction.offsets().containsKey(partition));
    }

    /** Tells one place, or the group, what has become of one transaction. Returns whether there was anything to tell. */
    boolean tell() {
        List<Transaction> decided =
                unfinished.stream().filter(transaction -> !transaction.isOpen()).toList();
        if (decided.isEmpty()) {
            return false;
        }
        Transaction transaction = decided.get(random.nextInt(decided.size()));
        int told = random.nextInt(
                transaction.places().size() + (transaction.offsets().isEmpty() ? 0 : 1));
        if (told == transaction.places().size()) {
            if (transaction.isCommitted()) {
                group.commit(transaction.offsets());
            }
            transaction.offsets().clear();
        } else {
            Place place = List.copyOf(transaction.places()).get(told);
            log(place.topic(), place.partition()).mark(transaction);
            transaction.places().remove(place);
        }
        transaction.finishIfTold();
        if (transaction.isOver()) {
            unfinished.remove(transaction);
        }
        return true;
    }

    /** Aborts what has been open for too long. */
    void abortTimedOut() {
        for (Session session : sessions) {
            Transaction transaction = session.transaction();
            if (transaction != null
                    && transaction.isOpen()
                    && nowMs.getAsLong() - transaction.startedMs() > TRANSACTION_TIMEOUT_MS) {
                if (fences) {
                    session.fence();
                }
                end(session, false);
            }
        }
    }

    /** Whether every transaction is decided and known everywhere. */
    boolean isQuiet() {
        return unfinished.isEmpty();
    }

    private Transaction transactionOf(Session session) {
        if (session.isFenced()) {
            throw new FencedException(session.transactionalId() + " has been taken over");
        }
        Transaction transaction = session.transaction();
        if (transaction != null && transaction.isOpen()) {
            return transaction;
        }
        Transaction next = new Transaction(++transactions, nowMs.getAsLong());
        session.begin(next);
        unfinished.add(next);
        return next;
    }

    private Message stamped(Place place, Message message) {
        return place.topic() == Topic.COMMANDS
                ? new Message(message.key(), message.value(), nowMs.getAsLong(), message.headers())
                : message;
    }
}
