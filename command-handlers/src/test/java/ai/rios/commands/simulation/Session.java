package ai.rios.commands.simulation;

import org.jspecify.annotations.Nullable;

/** A producer between its start and the start of another one under the same transactional id. Confined to the world's thread. */
final class Session {
    private final String transactionalId;
    private @Nullable Transaction transaction;
    private boolean fenced;

    /** @param before what another session under the same id has left, if anything */
    Session(String transactionalId, @Nullable Transaction before) {
        this.transactionalId = transactionalId;
        this.transaction = before;
    }

    String transactionalId() {
        return transactionalId;
    }

    @Nullable Transaction transaction() {
        return transaction;
    }

    void begin(Transaction next) {
        transaction = next;
    }

    boolean hasOpen() {
        return transaction != null && transaction.isOpen();
    }

    /** Whether what it ended last is not known everywhere yet: until then it cannot begin anew. */
    boolean isEnding() {
        return transaction != null && !transaction.isOpen() && !transaction.isOver();
    }

    boolean isFenced() {
        return fenced;
    }

    void fence() {
        fenced = true;
    }
}
