package ai.rios.standalone.stack;

import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import ai.rios.standalone.process.FileTree;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.settings.StackKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stack from its start to its end, in the thread that calls {@link #run}. The order of the start is folder, ports,
 * broker, registry, services; of the stop the reverse. Used once.
 */
public final class StackRun {
    private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);

    private static final String STOPPING = "stopping ...";
    private static final String STOPPED = "stopped";

    /** Between two looks at what {@code status} is to say. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final StackOptions options;
    private final Installation installation;
    private final Workload.Starter starter;
    private final Progress progress;
    private final StopWish wish = new StopWish();

    /** Written by the running thread, read by those that write the state file. */
    private volatile @Nullable Foundation foundation;

    /** As {@link #foundation}. */
    private volatile @Nullable Workload workload;

    /** As {@link #foundation}. */
    private volatile List<String> blockedTenants = List.of();

    public StackRun(StackOptions options, Installation installation, Workload.Starter starter, Progress progress) {
        this.options = options;
        this.installation = installation;
        this.starter = starter;
        this.progress = progress;
    }

    /**
     * Runs until someone wants the end.
     *
     * @return whether it ever was ready; false when the end was wanted before
     * @throws StandaloneException when it cannot start, or when a part has died without which it is of no use
     */
    public boolean run() {
        return run(_ -> {});
    }

    /** As {@link #run()}; {@code whenReady} is called once with the edge's address, and holds up the wait for the end. */
    public boolean run(Consumer<String> whenReady) {
        wish.listen(() -> progress.say(STOPPING));
        try (DataFolder folder = DataFolder.open(options.data())) {
            StackStateFile state = new StackStateFile(folder.path());
            boolean wasReady = false;
            try {
                publish(state, "starting", "");
                wish.startBegins();
                start(folder, state);
                wish.startIsOver();
                banner(folder);
                publish(state, "ready", "");
                wasReady = true;
                whenReady.accept(httpUrl());
                String failure = awaitEnd(state);
                publish(state, "stopping", "");
                progress.say(STOPPING);
                stop();
                progress.say(STOPPED);
                if (!failure.isEmpty()) {
                    throw new StandaloneException(failure);
                }
                return true;
            } catch (RuntimeException failure) {
                wish.startIsOver();
                stop();
                if (wish.isAskedFor() && !wasReady) {
                    // What was under way when Ctrl-C came has broken off in one way or another.
                    LOG.debug("the start was broken off reason=\"{}\"", failure.getMessage());
                    progress.say(STOPPED);
                    return false;
                }
                RuntimeException told = told(failure);
                publish(state, "failed", String.valueOf(told.getMessage()));
                throw told;
            } finally {
                discardIfEphemeral();
            }
        } finally {
            wish.done();
        }
    }

    /** What has died says more than what its death made fail. */
    private RuntimeException told(RuntimeException failure) {
        String sentence = wish.failureSentence();
        return sentence.isEmpty() || sentence.equals(failure.getMessage())
                ? failure
                : new StandaloneException(sentence, failure);
    }

    /** Waits for the wish, and meanwhile says which tenants stand still, for {@code status}. */
    private String awaitEnd(StackStateFile state) {
        while (true) {
            Optional<String> failure = wish.await(LOOK);
            if (failure.isPresent()) {
                return failure.get();
            }
            Workload services = workload;
            List<String> now = services == null ? List.of() : List.copyOf(services.blockedTenants());
            if (!now.equals(blockedTenants)) {
                blockedTenants = now;
                republish(state);
            }
        }
    }

    private void start(DataFolder folder, StackStateFile state) {
        // Before anything is started: a damaged key is told at once.
        StackKeys.tokens(folder.keys());
        StackKeys.signing(folder.keys());
        StackPorts ports = options.ports().resolve();
        Runnable restarted = () -> republish(state);
        Foundation ground =
                Foundation.start(folder, ports, options.fsync(), installation, progress, restarted, wish::fail);
        foundation = ground;
        workload = starter.start(
                new StackContext(options, ports.http(), folder, ground, installation, progress, restarted, wish::fail));
    }

    /** Asks for the end, as Ctrl-C does. */
    public void askForStop() {
        wish.ask();
    }

    private String httpUrl() {
        Workload services = workload;
        return services == null ? "" : services.httpUrl();
    }

    private void stop() {
        close(workload);
        workload = null;
        close(foundation);
        foundation = null;
    }

    private void close(@Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception failure) {
            // The rest must still be stopped; what is left of this part ends with the process.
            LOG.error("not stopped in order part={}", part.getClass().getSimpleName(), failure);
        }
    }

    /** A process has another id now. While the stack starts or stops, its own next word says so. */
    private void republish(StackStateFile file) {
        publish(file, () -> workload == null || wish.isWished() ? Optional.empty() : Optional.of(now("ready", "")));
    }

    private void publish(StackStateFile file, String state, String reason) {
        publish(file, () -> Optional.of(now(state, reason)));
    }

    private static void publish(StackStateFile file, Supplier<Optional<StackState>> now) {
        try {
            file.write(now);
        } catch (IOException failure) {
            // A full disk must not keep a stack from stopping; a start that cannot write fails at its next step.
            LOG.warn("cannot write the stack's state reason=\"{}\"", failure.getMessage());
        }
    }

    private StackState now(String state, String reason) {
        Foundation ground = foundation;
        Workload services = workload;
        List<ProcessEntry> processes = new ArrayList<>();
        processes.add(new ProcessEntry("stack", ProcessHandle.current().pid(), "running"));
        if (ground != null) {
            processes.addAll(ground.processes());
        }
        if (services != null) {
            processes.addAll(services.processes());
        }
        return new StackState(
                state,
                services == null ? "" : services.httpUrl(),
                ground == null ? "" : ground.bootstrapServers(),
                ground == null ? "" : ground.registryUrl(),
                options.data().toString(),
                reason,
                blockedTenants,
                processes);
    }

    private void banner(DataFolder folder) {
        Banner.print(progress, publicFacts(folder));
    }

    private Banner.Facts publicFacts(DataFolder folder) {
        Foundation ground = foundation;
        Workload services = workload;
        if (ground == null || services == null) {
            throw new IllegalStateException("a stack that is not started has nothing to show");
        }
        return new Banner.Facts(
                services.httpUrl(),
                ground.bootstrapServers(),
                ground.registryUrl(),
                folder.path(),
                folder.path().equals(DataFolder.defaultIn(installation.home())),
                folder.keys(),
                !Detached.isThisProcess());
    }

    private void discardIfEphemeral() {
        if (!options.ephemeral()) {
            return;
        }
        try {
            FileTree.delete(options.data());
        } catch (IOException failure) {
            LOG.warn("throw-away data left behind folder={} reason=\"{}\"", options.data(), failure.getMessage());
        }
    }
}
