package ai.rios.standalone.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.queries.RemoteDeploymentQueries;
import ai.rios.edge.queries.RemoteQueriesConfig;
import ai.rios.projections.Projections;
import ai.rios.projections.rebuild.Rebuild;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.topics.Partitions;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Projections on a real broker: restart, two instances of which one is killed, and a rebuild under load. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ViewsIT {
    private static final int PARTITIONS = 4;
    private static final int TENANTS = 8;
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final String bootstrap = TestCluster.shared().bootstrapServers();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aRestartedInstanceAnswersFromWhereItStood() throws Exception {
        // Given
        TopicCatalogue topics = freshTopics("restart");
        try (EventWriter events = new EventWriter(topics, bootstrap)) {
            long position = fill(events, 20);
            try (Projections before = ProjectionInstance.start(topics, bootstrap, folder, 0, 1)) {
                awaitEverywhere(before.queries(), position);
                before.closeForRestart();
            }
            long later = fill(events, 20);
            // When
            try (Projections after = ProjectionInstance.start(topics, bootstrap, folder, 0, 1)) {
                awaitEverywhere(after.queries(), later);
                // Then
                ListQuery everything = new ListQuery(Filter.ALL, 200, null, true);
                assertThat(after.queries()
                                .list("t0", everything, At.NOW)
                                .value()
                                .items())
                        .hasSize(20)
                        .allSatisfy(
                                deployment -> assertThat(deployment.revision()).isEqualTo(2));
            }
        }
    }

    @Test
    void whenOneOfTwoIsKilledTheOtherAnswersWithinTenSeconds() throws Exception {
        // Given
        TopicCatalogue topics = freshTopics("kill");
        int firstPort = FreePorts.pick();
        int secondPort = FreePorts.pick();
        RemoteQueriesConfig config = RemoteQueriesConfig.of(
                List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort), ProjectionInstance.SECRET);
        try (EventWriter events = new EventWriter(topics, bootstrap);
                RemoteDeploymentQueries queries =
                        new RemoteDeploymentQueries(config, topics, KnownSchemas.of(topics))) {
            long position = fill(events, 20);
            Process first = start(topics, "first", firstPort);
            start(topics, "second", secondPort);
            awaitEverywhere(queries, position);
            await(READY_LIMIT, () -> bothHoldEverything(firstPort));
            // When
            first.destroyForcibly().waitFor();
            long killedNanos = System.nanoTime();
            awaitEverywhere(queries, position);
            Duration readAgain = Duration.ofNanos(System.nanoTime() - killedNanos);
            long later = fill(events, 20);
            awaitEverywhere(queries, later);
            Duration foldedAgain = Duration.ofNanos(System.nanoTime() - killedNanos);
            // Then
            System.out.println("after the kill: read again after " + readAgain.toMillis() + " ms, folded again after "
                    + foldedAgain.toMillis() + " ms");
            assertThat(readAgain).isLessThan(Duration.ofSeconds(10));
            assertThat(foldedAgain).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void aRebuildUnderLoadIsIdenticalAndReadersNoticeNothing() throws Exception {
        // Given
        TopicCatalogue topics = freshTopics("rebuild");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<String> progress = new ArrayList<>();
        try (EventWriter events = new EventWriter(topics, bootstrap);
                Projections projections = ProjectionInstance.start(topics, bootstrap, folder, 0, 1)) {
            awaitEverywhere(projections.queries(), fill(events, 200));
            Thread load = Thread.ofPlatform().daemon().start(() -> {
                while (!stop.get()) {
                    for (int tenant = 0; tenant < TENANTS; tenant++) {
                        written.set(events.write("t" + tenant, (int) (written.get() % 200)));
                    }
                    events.flush();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            });
            Thread readers = Thread.ofPlatform().daemon().start(() -> readOn(projections.queries(), stop, failures));
            // When
            Rebuild.Result result = rebuild(topics, Duration.ofMinutes(3), false, progress);
            stop.set(true);
            load.join();
            readers.join();
            // Then
            progress.forEach(System.out::println);
            assertThat(result).isEqualTo(Rebuild.Result.SWITCHED);
            assertThat(progress).anyMatch(line -> line.startsWith("identical: "));
            assertThat(failures).isEmpty();
            assertThat(projections.plan().active()).isEqualTo(2);
            awaitEverywhere(projections.queries(), written.get());
            assertThat(SnapshotCheck.read(topics, bootstrap).repeatedOrOlder()).isEmpty();
        }
    }

    @Test
    void aRebuildThatDiffersIsSwitchedToOnlyWhereThatIsAccepted() throws Exception {
        // Given: views of events that the log no longer has
        TopicCatalogue topics = freshTopics("differs");
        List<String> progress = new ArrayList<>();
        try (EventWriter events = new EventWriter(topics, bootstrap);
                Projections projections = ProjectionInstance.start(topics, bootstrap, folder, 0, 1)) {
            long position = fill(events, 2);
            awaitEverywhere(projections.queries(), position);
            forgetFirstEvent(topics, "t1");
            // When
            Rebuild.Result result = rebuild(topics, Duration.ofMinutes(3), false, progress);
            // Then
            assertThat(result).as(progress.toString()).isEqualTo(Rebuild.Result.DIFFERENT);
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(projections.plan().active()).isEqualTo(1);
            awaitEverywhere(projections.queries(), position);
            awaitEverywhere(projections.queries(), fill(events, 2));
            // When
            Rebuild.Result accepted = rebuild(topics, Duration.ofMinutes(3), true, progress);
            // Then
            assertThat(accepted).as(progress.toString()).isEqualTo(Rebuild.Result.SWITCHED);
            assertThat(accepted.exitCode()).isZero();
            assertThat(progress).anyMatch(line -> line.endsWith(", as accepted"));
            assertThat(projections.plan().active()).isEqualTo(2);
            // When
            Rebuild.Result tooLate = rebuild(topics, Duration.ZERO, true, progress);
            // Then
            assertThat(tooLate).as(progress.toString()).isEqualTo(Rebuild.Result.TIMED_OUT);
            assertThat(tooLate.exitCode()).isEqualTo(4);
            assertThat(projections.plan().active()).isEqualTo(2);
        }
    }

    private Rebuild.Result rebuild(
            TopicCatalogue topics, Duration limit, boolean acceptDifferences, List<String> progress) {
        return Rebuild.run(
                topics,
                Map.of("bootstrap.servers", bootstrap),
                new Rebuild.Options(limit, acceptDifferences),
                progress::add);
    }

    private void forgetFirstEvent(TopicCatalogue topics, String tenant)
            throws ExecutionException, InterruptedException {
        TopicPartition partition =
                new TopicPartition(topics.deploymentEvents().name(), Partitions.of(tenant, PARTITIONS));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }
    }

    @Test
    void queriesShareOneConnectionThatSpeaksHttp2() throws Exception {
        // Given
        TopicCatalogue topics = freshTopics("pooled");
        int port = FreePorts.pick();
        try (EventWriter events = new EventWriter(topics, bootstrap);
                Projections projections = ProjectionInstance.start(topics, bootstrap, folder, port, 1);
                Relay relay = Relay.to(port)) {
            long position = fill(events, 2);
            awaitEverywhere(projections.queries(), position);
            RemoteQueriesConfig config =
                    RemoteQueriesConfig.of(List.of("127.0.0.1:" + relay.port()), ProjectionInstance.SECRET);
            try (RemoteDeploymentQueries queries =
                    new RemoteDeploymentQueries(config, topics, KnownSchemas.of(topics))) {
                awaitEverywhere(queries, position);
                int connections = relay.beginnings().size();
                // When
                try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Callable<Boolean>> questions = new ArrayList<>();
                    for (int asked = 0; asked < 100; asked++) {
                        String tenant = "t" + asked % TENANTS;
                        questions.add(() -> hasReached(queries, tenant, position));
                    }
                    assertThat(askers.invokeAll(questions)).allMatch(Future::resultNow);
                }
                // Then
                assertThat(relay.beginnings()).hasSize(connections);
                assertThat(relay.beginnings().getLast()).startsWith("HTTP/1.1 101");
            }
        }
    }

    private static void readOn(
            DeploymentQueries queries, AtomicBoolean stop, ConcurrentLinkedQueue<Throwable> failures) {
        long position = 0;
        while (!stop.get()) {
            try {
                position = queries.find("t1", EventWriter.id("t1", 1), new At(position, Duration.ofSeconds(5)))
                        .position();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    private TopicCatalogue freshTopics(String test) throws ExecutionException, InterruptedException {
        TopicCatalogue topics = TopicCatalogue.of(TestCluster.topicPrefix(ViewsIT.class) + test + ".", PARTITIONS);
        EventWriter.createTopics(topics, bootstrap);
        return topics;
    }

    /** Writes to every tenant; returns the sequence that each has then. */
    private static long fill(EventWriter events, int deployments) {
        long sequence = 0;
        for (int number = 0; number < deployments; number++) {
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                sequence = events.write("t" + tenant, number);
            }
        }
        events.flush();
        return sequence;
    }

    private static void awaitEverywhere(DeploymentQueries queries, long position) {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            String name = "t" + tenant;
            await(READY_LIMIT, () -> hasReached(queries, name, position));
        }
    }

    private static boolean hasReached(DeploymentQueries queries, String tenant, long position) {
        try {
            At at = new At(position, Duration.ofSeconds(5));
            return queries.find(tenant, EventWriter.id(tenant, 1), at).value().isPresent();
        } catch (ProjectionBehindException | QueryUnavailableException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            return false;
        }
    }

    /** Whether one instance folds and the other copies, for every partition. */
    private static boolean bothHoldEverything(int port) {
        return Tables.of(port).routes().stream()
                .allMatch(route -> route.active() != null && route.standbys().size() == 1);
    }

    private Process start(TopicCatalogue topics, String name, int port) throws IOException {
        Path log = Files.createFile(folder.resolve(name + ".log"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProjectionInstance.class.getName(),
                        bootstrap,
                        topics.prefix(),
                        Integer.toString(PARTITIONS),
                        folder.resolve(name).toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static void await(Duration limit, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNanos).as("time is up").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
