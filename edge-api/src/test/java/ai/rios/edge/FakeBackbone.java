package ai.rios.edge;

import ai.rios.edge.commands.Backbone;
import ai.rios.edge.commands.CommandLog;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log in memory that decides each command at once, unless told otherwise. Thread-safe. */
final class FakeBackbone implements Backbone {
    private final FakeDecider decider;
    private final List<DeploymentCommand> commands = new ArrayList<>();
    private final List<Map<String, String>> headers = new ArrayList<>();
    private Consumer<Outcome> outcomes = _ -> {};
    private boolean silent;
    private boolean positioned = true;
    private @Nullable RuntimeException failure;

    FakeBackbone(FakeViews views) {
        this.decider = new FakeDecider(views);
    }

    /** From now on commands are taken and nothing comes of them. */
    synchronized void fallSilent() {
        silent = true;
    }

    /** From now on no command is taken. */
    synchronized void failWith(RuntimeException why) {
        failure = why;
    }

    /** From now on every command is refused for this. */
    synchronized void refuseWith(ErrorCode code) {
        decider.refuseWith(code);
    }

    synchronized void losePosition() {
        positioned = false;
    }

    synchronized List<DeploymentCommand> commands() {
        return List.copyOf(commands);
    }

    synchronized Map<String, String> lastHeaders() {
        return headers.getLast();
    }

    /** Decides what was left undecided. */
    void catchUp() {
        List<DeploymentCommand> all = commands();
        all.forEach(command -> {
            Outcome outcome;
            synchronized (this) {
                outcome = decider.decide(command);
            }
            outcomes.accept(outcome);
        });
    }

    @Override
    public CommandLog join(String edge, Consumer<Outcome> listener) {
        outcomes = listener;
        return new CommandLog() {
            @Override
            public CompletableFuture<Void> append(DeploymentCommand command, Map<String, String> recordHeaders) {
                return take(command, recordHeaders);
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private CompletableFuture<Void> take(DeploymentCommand command, Map<String, String> recordHeaders) {
        Outcome outcome;
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            commands.add(command);
            headers.add(recordHeaders);
            if (silent) {
                decider.defer(command);
                return CompletableFuture.completedFuture(null);
            }
            outcome = decider.decide(command);
        }
        outcomes.accept(outcome);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized boolean isPositioned() {
        return positioned;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
