package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import ai.rios.edge.auth.Plan;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.data.FolderLock;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import ai.rios.standalone.process.FreePorts;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stack of the product with every service in a process of its own, on ports that it keeps over restarts. Blocking; confined to one
 * thread.
 */
public final class SplitStack implements AutoCloseable {
    /** Deletions and retries of deployments take seconds instead of half a minute, so that it soon comes to rest. */
    public static final List<String> QUICK_TIMERS = List.of("handlers.delete-after=2s", "handlers.longest-retry=2s");

    /** The consumer group of the handlers. */
    public static final String HANDLERS_GROUP = TopicCatalogue.DEFAULT_PREFIX + "command-handlers";

    /** Of the first generation of views, the only one of a stack that never rebuilt them. */
    public static final String PROJECTIONS_GROUP = TopicCatalogue.DEFAULT_PREFIX + "projections-g1";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final String LOOPBACK = "127.0.0.1:";

    private final Launcher launcher;
    private final Path data;
    private final List<String> settings;
    private final List<String> up;

    /** For who breaks off the run: nothing of it stays, also where a fault has frozen it. */
    private final Thread broughtDown = Thread.ofPlatform().name("stack-down").unstarted(this::bringDown);

    /** Under the data folder, where there is one; of the thread that strikes, and of who breaks off. */
    private volatile @Nullable SmallDisk disk;

    private SplitStack(Launcher launcher, Path data, List<String> settings) {
        this.launcher = launcher;
        this.data = data;
        this.settings = List.copyOf(settings);
        this.up = new ArrayList<>(List.of(
                "up",
                "--detach",
                "--split",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(FreePorts.pick()),
                "--kafka-port",
                Integer.toString(FreePorts.pick()),
                "--registry-port",
                Integer.toString(FreePorts.pick())));
        settings.forEach(setting -> up.addAll(List.of("--set", setting)));
    }

    /**
     * One that does not run yet.
     *
     * @param settings of the stack, {@code KEY=VALUE} each
     */
    public static SplitStack on(Launcher launcher, Path data, List<String> settings) {
        return new SplitStack(launcher, data, settings);
    }

    /**
     * Starts one on a data folder; returns when it decides requests.
     *
     * @param settings of the stack, {@code KEY=VALUE} each
     */
    public static SplitStack start(Launcher launcher, Path data, List<String> settings) {
        SplitStack stack = on(launcher, data, settings);
        stack.up();
        Runtime.getRuntime().addShutdownHook(stack.broughtDown);
        return stack;
    }

    /** Starts it again after {@link #down}. */
    public void up() {
        launcher.run(up);
    }

    /** Stops it in order. */
    public void down() {
        launcher.run(List.of("down", "--data", data.toString()));
    }

    private void bringDown() {
        state().processes().stream()
                .mapToLong(ProcessEntry::pid)
                .filter(pid -> ProcessHandle.of(pid).isPresent())
                .forEach(pid -> signal(pid, "CONT"));
        down();
        SmallDisk under = disk;
        if (under != null) {
            under.drop();
        }
    }

    /** Whether a stack holds the data folder, be it ready or not. */
    public boolean isRunning() {
        return FolderLock.isHeld(data);
    }

    /** Has the stack run on a small disk, with what it has so far. */
    public void moveToSmallDisk(int freeMebibytes) {
        down();
        disk = SmallDisk.under(data, freeMebibytes);
        up();
    }

    public void fillDisk() {
        small().fill();
    }

    public void makeRoom() {
        small().makeRoom();
    }

    /** Has the stack run where it ran before it was moved, with what it has now; does nothing where it was not moved. */
    public void moveBack() {
        SmallDisk under = disk;
        if (under != null) {
            down();
            under.moveBack();
            disk = null;
            up();
        }
    }

    private SmallDisk small() {
        SmallDisk under = disk;
        if (under == null) {
            throw new BenchException("The stack is not on a small disk");
        }
        return under;
    }

    /** Copies the data folder as it is now, while the stack runs. */
    public void copyTo(Path folder) {
        FolderCopy.makeOfUsed(data, folder);
    }

    /** Beside the data folder. */
    public Path sibling(String suffix) {
        return data.resolveSibling(data.getFileName() + suffix);
    }

    /** Starts another stack on another data folder, on ports of its own. */
    public SplitStack another(Path folder) {
        return start(launcher, folder, settings);
    }

    /** Tenants with development tokens. */
    public List<Tenant> tenants(List<String> names) {
        return tenants(names, Plan.DEVELOPMENT);
    }

    /** Tenants with tokens of a plan. */
    public List<Tenant> tenants(List<String> names, Plan plan) {
        List<String> tokens = Stack.running(launcher, data).tokens(names, plan);
        List<Tenant> tenants = new ArrayList<>();
        for (int at = 0; at < names.size(); at++) {
            tenants.add(new Tenant(names.get(at), tokens.get(at)));
        }
        return tenants;
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** Base address of the edge. */
    public URI edge() {
        return URI.create(state().http());
    }

    /** Bootstrap servers. */
    public String kafka() {
        return state().kafka();
    }

    /** Base address of the registry. */
    public URI registry() {
        return URI.create(state().registry());
    }

    private StackState state() {
        return new StackStateFile(data).read();
    }

    /** Sends a signal, such as {@code KILL}, to a process by its name, such as {@code handlers-1}. */
    public void signal(String process, String signal) {
        signal(pid(process), signal);
    }

    private static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new BenchException("Cannot send " + signal + " to process " + pid);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while sending " + signal, e);
        }
    }

    /** Where the broker listens. */
    public int kafkaPort() {
        String kafka = kafka();
        return Integer.parseInt(kafka.substring(kafka.lastIndexOf(':') + 1));
    }

    /** Where the registry listens. */
    public int registryPort() {
        return registry().getPort();
    }

    /**
     * Writes another address of a server into the settings of a service, which it has from its next start on.
     *
     * @param formerPort of the server, which stands in its settings
     */
    public void redirect(String process, int formerPort, int port) {
        Path file = settingsOf(process);
        try {
            String text = Files.readString(file);
            String changed = text.replace(LOOPBACK + formerPort, LOOPBACK + port);
            if (changed.equals(text)) {
                throw new BenchException(file + " does not name a server at port " + formerPort);
            }
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new BenchException("Cannot change " + file, e);
        }
    }

    private Path settingsOf(String process) {
        return data.resolve("run").resolve(process + ".properties");
    }

    /**
     * Ends services by a signal, such as {@code TERM} for an orderly stop, and waits until their supervision has started them again and
     * all of these serve.
     */
    public void restart(List<String> processes, String signal) {
        Map<String, Long> former = new HashMap<>();
        processes.forEach(process -> former.put(process, pid(process)));
        former.values().forEach(pid -> signal(pid, signal));
        former.forEach((process, pid) -> await(process + " is started again", () -> pid(process) != pid));
        awaitWhole();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            processes.forEach(process -> await(process + " serves", () -> isServing(client, process)));
        }
    }

    private boolean isServing(HttpClient client, String process) {
        HttpRequest request = HttpRequest.newBuilder(health(process))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for " + process, e);
        }
    }

    /** The edge answers by its own listener, the others by one for this alone. */
    private URI health(String process) {
        Properties known = new Properties();
        try (Reader in = Files.newBufferedReader(settingsOf(process))) {
            known.load(in);
        } catch (IOException e) {
            throw new BenchException("Cannot read " + settingsOf(process), e);
        }
        String port = known.getProperty("health.port");
        URI server = process.equals("edge") || port == null ? edge() : URI.create("http://" + LOOPBACK + port);
        return server.resolve("/health/ready");
    }

    private long pid(String process) {
        Long pid = pids().get(process);
        if (pid == null) {
            throw new BenchException("The stack has no process " + process);
        }
        return pid;
    }

    /** Every process of it by name, such as {@code handlers-1}; its supervisor is the first. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        state().processes().forEach(entry -> pids.put(entry.name(), entry.pid()));
        return pids;
    }

    /** Kills every process at once, as a machine does that loses its power but for what it had to write; waits for that. */
    public void killAll() {
        Collection<Long> pids = pids().values();
        pids.stream().filter(SplitStack::isAlive).forEach(pid -> signal(pid, "KILL"));
        await("every process has ended", () -> pids.stream().noneMatch(SplitStack::isAlive));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Waits until every process runs, also those that were started again. */
    public void awaitWhole() {
        await("every process of the stack runs", () -> {
            StackState state = state();
            return state.state().equals("ready")
                    && state.processes().stream()
                            .allMatch(entry -> entry.state().equals("running"));
        });
    }

    /** Waits for a condition. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("Not within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What the services keep of their state on disk, MiB (1,024² bytes). */
    public double stateMebibytes() {
        return bytes(data.resolve("streams")) / BYTES_PER_MEBIBYTE;
    }

    /** The bytes of all files of a folder, of which some may vanish meanwhile. */
    static long bytes(Path folder) {
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    return passOver(file, failure);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    return failure == null ? FileVisitResult.CONTINUE : passOver(visited, failure);
                }
            });
        } catch (IOException e) {
            throw new BenchException("Cannot measure " + folder, e);
        }
        return sum.get();
    }

    private static FileVisitResult passOver(Path file, IOException failure) throws IOException {
        if (Files.exists(file)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(broughtDown);
        down();
    }
}
