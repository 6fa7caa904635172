package ai.rios.standalone.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page at a time, driven over the DevTools protocol. Blocking; one thread. Skips the test where there
 * is no such browser.
 */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI devTools;
    private @Nullable Page page;

    private Browser(Process process, URI devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /**
     * Starts one.
     *
     * @param folder for its profile and log; one browser each
     */
    public static Browser start(Path folder) throws IOException {
        Optional<Path> program = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "none of " + NAMES + " is on the PATH: this test needs one");
        Path profile = Files.createDirectories(folder.resolve("profile"));
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        Path announced = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(announced) || Files.readAllLines(announced).isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError(
                        "the browser did not start: " + Files.readString(folder.resolve("browser.log")));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        String port = Files.readAllLines(announced).getFirst();
        return new Browser(process, URI.create("http://127.0.0.1:" + port));
    }

    /** Opens a page in place of the one before, and waits until it is loaded. */
    public void open(String address) throws Exception {
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(devTools.resolve("/json/new?" + address))
                        .timeout(LIMIT)
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Page opened = new Page();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(JSON.readTree(made.body())
                                .path("webSocketDebuggerUrl")
                                .asText()),
                        opened)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Page former = page;
        if (former != null) {
            former.socket().abort();
        }
        opened.use(socket);
        page = opened;
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Waits until an expression of the page is true. */
    public void await(String condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!evaluate(condition).asBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        condition + " did not come true on this page: " + evaluate("document.body.innerText"));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * The value of an expression in the page; of a promise what it comes to.
     *
     * @throws AssertionError with the page's own words when the script throws or the promise is refused
     */
    public JsonNode evaluate(String expression) throws Exception {
        Page current = page;
        if (current == null) {
            throw new IllegalStateException("no page is open");
        }
        JsonNode answer = current.evaluate(expression);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    @Override
    public void close() {
        Page current = page;
        if (current != null) {
            current.socket().abort();
        }
        process.destroy();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /** One page's connection: one question at a time. */
    private static final class Page implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private volatile CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        private @Nullable WebSocket socket;
        private int id;

        void use(WebSocket opened) {
            socket = opened;
        }

        WebSocket socket() {
            WebSocket opened = socket;
            if (opened == null) {
                throw new IllegalStateException("not open");
            }
            return opened;
        }

        JsonNode evaluate(String expression) throws Exception {
            ObjectNode question = JSON.createObjectNode().put("id", ++id).put("method", "Runtime.evaluate");
            question.putObject("params")
                    .put("expression", expression)
                    .put("awaitPromise", true)
                    .put("returnByValue", true);
            answer = new CompletableFuture<>();
            socket().sendText(question.toString(), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            try {
                return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS).path("result");
            } catch (TimeoutException late) {
                throw new AssertionError("no answer of the page within " + LIMIT + " to " + expression, late);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    answer.complete(JSON.readTree(text.toString()));
                } catch (IOException malformed) {
                    answer.completeExceptionally(malformed);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }
}
