package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpIT {
    private static final String ECHO = "/test/echo";
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Launcher launcher(String name) {
        return new Launcher(folder.resolve(name));
    }

    @AfterEach
    void stopWhatATestLeftRunning() {
        for (String name : List.of("one", "two")) {
            if (Files.exists(folder.resolve(name))) {
                launcher(name).down();
            }
        }
    }

    private static Client client(Launcher stack) {
        return new Client(stack.status().path("http").asText(), stack.token());
    }

    /** What the endpoint that only tests use answers to a text. */
    private static String echoed(Launcher stack, String text) {
        URI address = URI.create(stack.status().path("http").asText().replace("http:", "ws:") + ECHO);
        CompletableFuture<String> answer = new CompletableFuture<>();
        HttpClient http = HttpClient.newHttpClient();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(address, new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                            answer.complete(data.toString());
                            return null;
                        }
                    })
                    .join();
            socket.sendText(text, true).join();
            return answer.orTimeout(END_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            http.shutdownNow(); // the socket ends with it
        }
    }

    private static void started(Launcher.Result result) {
        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterDownAndUp() throws Exception {
        Launcher stack = launcher("one");
        Launcher.Result up = stack.up();
        started(up);
        assertThat(up.output()).contains("broker", "registry", "curl -s -X POST");
        List<String> lines = up.output().lines().map(String::strip).toList();
        assertThat(lines).filteredOn(line -> line.startsWith("curl ")).hasSize(3);
        String printed = lines.stream()
                .filter(line -> line.startsWith("export TOKEN="))
                .map(line -> line.substring("export TOKEN=".length()))
                .findFirst()
                .orElseThrow();
        try (Client client = new Client(stack.status().path("http").asText(), printed)) {
            assertThat(client.create("web")).isEqualTo(201);
            assertThat(Launcher.await(() -> client.names().contains("web"), END_LIMIT))
                    .isTrue();
        }
        List<Long> pids = Launcher.pids(stack.status());

        Launcher.Result down = downInTheMidstOfARequest(stack);

        assertThat(down.status()).as(down.output()).isZero();
        assertThat(stack.status().path("state").asText()).isEqualTo("stopped");
        assertThat(pids).hasSizeGreaterThanOrEqualTo(3).noneMatch(Launcher::isAlive);
        assertThat(stack.processes()).isEmpty();
        started(stack.up("--fsync"));
        try (Client client = client(stack)) {
            assertThat(client.names()).containsExactlyInAnyOrder("web", "under-way");
        }
        assertThat(flushedAfter(stack, "rios.deployments.commands", "rios.deployments.events", "__transaction_state"))
                .containsOnly("1");
    }

    /** Stops the stack while a request waits for its body; it is carried out all the same. */
    private static Launcher.Result downInTheMidstOfARequest(Launcher stack) throws Exception {
        URI http = URI.create(stack.status().path("http").asText());
        byte[] body = "{\"name\":\"under-way\",\"image\":\"nginx:1.27\"}".getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/deployments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + stack.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nExpect: 100-continue\r\n\r\n";
        try (Socket socket = new Socket(http.getHost(), http.getPort());
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                Client later = client(stack)) {
            socket.setSoTimeout((int) END_LIMIT.toMillis());
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
            assertThat(answer.readLine()).isEmpty();

            Future<Launcher.Result> down = other.submit(stack::down);

            assertThat(Launcher.await(() -> later.read("/health") == 0, END_LIMIT))
                    .isTrue();
            socket.getOutputStream().write(body);
            assertThat(answer.readLine()).startsWith("HTTP/1.1 201");
            return down.get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static int partitions(Launcher stack) {
        List<String> events = List.of("rios.deployments.events");
        return asked(stack, admin -> admin.describeTopics(events).allTopicNames()).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    /** After how many records the broker has a topic's log written to the disk. */
    private static List<String> flushedAfter(Launcher stack, String... topics) {
        List<ConfigResource> resources = Stream.of(topics)
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        return asked(stack, admin -> admin.describeConfigs(resources).all()).values().stream()
                .map(config -> config.get(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG))
                .map(ConfigEntry::value)
                .toList();
    }

    /** What the broker answers. */
    private static <T> T asked(Launcher stack, Function<Admin, KafkaFuture<T>> question) {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.status().path("kafka").asText());
        try (Admin admin = Admin.create(client)) {
            return question.apply(admin).get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the broker does not answer", failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void killingEveryListedProcessLeavesNothingAndTheNextUpWorks() {
        Launcher stack = launcher("one");
        started(stack.up());
        try (Client client = client(stack)) {
            assertThat(client.create("survivor")).isEqualTo(201);
        }
        List<Long> listed = Launcher.pids(stack.status());
        assertThat(stack.processes()).containsAll(listed);

        listed.forEach(Launcher::kill);

        assertThat(Launcher.await(() -> stack.processes().isEmpty(), END_LIMIT)).isTrue();
        assertThat(stack.status().path("state").asText()).isEqualTo("stopped");
        started(stack.up());
        try (Client client = client(stack)) {
            assertThat(client.names()).containsExactly("survivor");
        }
    }

    @Test
    void childrenEndWhenTheirParentIsKilled() {
        Launcher stack = launcher("one");
        started(stack.up());
        assertThat(stack.processes()).containsAll(Launcher.pids(stack.status()));

        Launcher.kill(Launcher.pid(stack.status(), "stack"));

        assertThat(Launcher.await(() -> stack.processes().isEmpty(), END_LIMIT)).isTrue();
    }

    @Test
    void twoStacksLiveSideBySideAndKnowNothingOfEachOther() {
        Launcher one = launcher("one");
        Launcher two = launcher("two");
        started(one.up());
        started(two.up("--ephemeral", "--test-endpoints"));

        try (Client first = client(one);
                Client second = client(two)) {
            assertThat(first.create("only-in-one")).isEqualTo(201);
            assertThat(Launcher.await(() -> first.names().contains("only-in-one"), END_LIMIT))
                    .isTrue();
            assertThat(second.names()).isEmpty();
            assertThat(first.read(ECHO)).isEqualTo(404);
            assertThat(second.create("thrown-away")).isEqualTo(201);
        }
        assertThat(echoed(two, "hello")).isEqualTo("hello");
        assertThat(two.data().resolve("kafka")).exists();
        assertThat(partitions(one)).isEqualTo(12);
        assertThat(partitions(two)).isEqualTo(6);

        started(two.down());

        assertThat(two.data()).doesNotExist();
        assertThat(one.status().path("state").asText()).isEqualTo("ready");
    }

    @Test
    void aSecondInstanceAndAPortInUseAreOneSentenceEach() throws IOException {
        Launcher stack = launcher("one");
        String port = Integer.toString(FreePorts.pick());
        started(stack.up("--port", port));
        assertThat(stack.status().path("http").asText()).endsWith(":" + port);
        try (Client client = client(stack)) {
            assertThat(client.read("/v1/deployments")).isEqualTo(200);
        }

        Launcher.Result second = stack.up();
        Launcher.Result taken =
                launcher("two").run(List.of("up", "--port", port, "--kafka-port", "0", "--registry-port", "0"));

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.output()).contains("A stack already runs on the data folder");
        assertThat(taken.status()).isEqualTo(1);
        assertThat(taken.output().strip())
                .startsWith("rios: Port " + port + " is in use")
                .hasLineCount(1);
        assertThat(stack.status().path("state").asText()).isEqualTo("ready");
        Path console = stack.data().resolve("logs/up.out");
        assertThat(console).content().contains("Ready after", "A stack already runs");
        // It holds a token.
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(console)))
                .isEqualTo("rw-------");
    }

    @Test
    void aBrokerThatDiesIsStartedAgainAndNothingIsLost() {
        Launcher stack = launcher("one");
        started(stack.up());
        try (Client client = client(stack)) {
            assertThat(client.create("before")).isEqualTo(201);
            long broker = Launcher.pid(stack.status(), "broker");

            Launcher.kill(broker);

            // A request that got no answer may still be decided, so each has a name of its own.
            AtomicInteger attempts = new AtomicInteger();
            assertThat(Launcher.await(
                            () -> client.create("after-" + attempts.incrementAndGet()) == 201, Duration.ofMinutes(2)))
                    .isTrue();
            assertThat(Launcher.await(
                            () -> client.names().containsAll(List.of("before", "after-" + attempts.get())), END_LIMIT))
                    .isTrue();
            assertThat(Launcher.pid(stack.status(), "broker")).isNotEqualTo(broker);
            assertThat(stack.status().path("state").asText()).isEqualTo("ready");
        }
    }
}
