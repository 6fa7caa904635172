package ai.rios.standalone.split;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.runtime.logging.Logging;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.settings.Setting;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.process.ChildProcess;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.Supervised;
import ai.rios.standalone.settings.StackSettings;
import ai.rios.standalone.stack.Catalogue;
import ai.rios.standalone.stack.Readiness;
import ai.rios.standalone.stack.StackContext;
import ai.rios.standalone.stack.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every service in a process of its own, restarted when it dies. Thread-safe. */
public final class Split implements Workload {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Split.class);

    private final StackContext context;

    /** In the order of their start. Filled by the running thread before anyone else sees this object. */
    private final List<Supervised> services = new ArrayList<>();

    /** Where the projections say how they are; filled as {@link #services}. */
    private final List<String> projections = new ArrayList<>();

    /** Names of processes that are not started again. */
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

    private Split(StackContext context) {
        this.context = context;
    }

    /** Starts them; see {@link Workload.Starter}. */
    public static Workload start(StackContext context) {
        Split split = new Split(context);
        return Workload.started(split, split::assemble);
    }

    /** Settings that are not for people to set, for each process has its own. */
    public static Set<Setting<?>> decided() {
        return StackPlan.decided();
    }

    private void assemble() {
        LoggingConfig logging = LoggingConfig.from(StackSettings.read(context));
        Logging.start(logging.inFile(context.folder().logs().resolve("stack.log")));
        // Each process has a cache of its own to fill, so the registry is waited for, and nothing need be believed.
        try (Catalogue catalogue = Catalogue.open(context)) {
            catalogue.applyAgain();
        }
        context.progress().starting("services");
        List<ServicePlan> plans = StackPlan.of(context);
        plans.forEach(plan -> services.add(watched(plan, twins(plan, plans))));
        plans.stream()
                .filter(plan -> plan.name().startsWith("projections-"))
                .forEach(plan -> projections.add(plan.healthUrl()));
        for (int at = 0; at < plans.size(); at++) {
            ServicePlan plan = plans.get(at);
            Readiness.awaitHealthy(plan.healthUrl(), services.get(at));
            context.progress()
                    .done(plan.name(), "pid " + services.get(at).child().pid());
        }
        Readiness.awaitDecision(httpUrl(), context.folder().keys());
    }

    private static List<String> twins(ServicePlan plan, List<ServicePlan> plans) {
        return plans.stream()
                .filter(other -> other.mainClass().equals(plan.mainClass()))
                .map(ServicePlan::name)
                .toList();
    }

    private Supervised watched(ServicePlan plan, List<String> twins) {
        List<String> command = command(plan);
        // The log proper is a bounded file of its own; here is what a JVM says that cannot even start.
        Path console = context.folder().logs().resolve(plan.name() + ".out");
        return Supervised.watch(
                ChildProcess.start(plan.name(), command, Map.of(), console),
                () -> ChildProcess.start(plan.name(), command, Map.of(), console),
                new Supervised.Verdict(_ -> Optional.empty(), sentence -> giveUp(plan.name(), twins, sentence)),
                context.restarted(),
                STOP_LIMIT);
    }

    /** A process that cannot live is the operator's to see in status as long as a twin goes on; else the stack is of no use. */
    private void giveUp(String name, List<String> twins, String sentence) {
        givenUp.add(name);
        if (givenUp.containsAll(twins)) {
            context.failed().accept(sentence);
        } else {
            context.progress().say("rios: " + sentence);
        }
    }

    private List<String> command(ServicePlan plan) {
        DataFolder folder = context.folder();
        Path settings = folder.path().resolve("run").resolve(plan.name() + ".properties");
        String text = plan.settings().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            OwnersFiles.write(settings, text);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot write " + settings + ": " + failure.getMessage() + ".", failure);
        }
        Installation installation = context.installation();
        List<String> command =
                new ArrayList<>(installation.serviceCommand(plan.mainClass(), "services", plan.heapMebibytes()));
        command.add("--config=" + settings);
        return command;
    }

    @Override
    public String httpUrl() {
        return "http://127.0.0.1:" + context.httpPort();
    }

    @Override
    public List<ProcessEntry> processes() {
        return services.stream().map(Supervised::entry).toList();
    }

    @Override
    public Set<String> blockedTenants() {
        Set<String> blocked = new TreeSet<>();
        projections.forEach(health -> blocked.addAll(Readiness.blockedTenants(health)));
        return blocked;
    }

    /** The edge first, so that nobody is promised anything more; then the others, which do not wait for one another. */
    @Override
    public void close() {
        if (services.isEmpty()) {
            return;
        }
        stop(services.getLast());
        try (ExecutorService stops = Executors.newVirtualThreadPerTaskExecutor()) {
            services.subList(0, services.size() - 1).forEach(service -> stops.execute(() -> stop(service)));
        }
    }

    private static void stop(Supervised service) {
        try {
            service.close();
        } catch (StandaloneException failure) {
            // The others must still be stopped; this one ends with its parent.
            LOG.error("not stopped in order process={}", service.entry().name(), failure);
        }
    }
}
