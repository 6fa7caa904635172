package ai.rios.standalone.cli;

import ai.rios.edge.auth.DevTokens;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.settings.SettingSources;
import ai.rios.standalone.settings.StackKeys;
import ai.rios.standalone.stack.OneJvm;
import ai.rios.standalone.stack.Progress;
import ai.rios.standalone.stack.StackOptions;
import ai.rios.standalone.stack.StackPorts;
import ai.rios.standalone.stack.StackRun;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The run from which the JDK's start-up caches are made: a throw-away stack does under load what a stack does, and each of its
 * processes writes down which classes that took and which methods are hot. Part of the build.
 */
record TrainVerb(Installation installation) {
    static final String NAME = "train";

    private static final int CLIENTS = 16;

    /** Of each client: enough for the hot methods to be told from the others; more would lengthen the build for nothing. */
    private static final int REQUESTS = 120;

    int run(PrintStream out) {
        Path data = temporaryFolder();
        StackOptions options = new StackOptions(
                data,
                true,
                new StackPorts(0, 0, 0),
                false,
                false,
                SettingSources.of(Optional.empty(), Map.of(), List.of()));
        StackRun stack = new StackRun(options, installation, OneJvm::start, new Progress(out));
        stack.run(http -> {
            exercise(http, data.resolve("keys"));
            stack.askForStop();
        });
        return 0;
    }

    private Path temporaryFolder() {
        try {
            Files.createDirectories(installation.cache(NAME).getParent());
            return Files.createTempDirectory("rios-train-");
        } catch (IOException failure) {
            throw new StandaloneException(
                    "Cannot make a folder for the training run: " + failure.getMessage(), failure);
        }
    }

    private static void exercise(String http, Path keys) {
        DevTokens tokens = StackKeys.tokens(keys);
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                String token = tokens.mint(DevTokens.Claims.of("train-" + number, "build"));
                runs.add(clients.submit(() -> exercise(client, http, token)));
            }
            for (Future<?> run : runs) {
                await(run);
            }
        }
    }

    private static void exercise(HttpClient client, String http, String token) {
        for (int request = 0; request < REQUESTS; request++) {
            send(
                    client,
                    authorized(http, "/v1/deployments", token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"name\":\"train-" + request + "\",\"image\":\"nginx:1.27\"}")));
            send(client, authorized(http, "/v1/deployments?limit=5", token).GET());
            send(client, authorized(http, "/health/ready", token).GET());
        }
        send(client, authorized(http, "/metrics", token).GET());
    }

    private static void await(Future<?> run) {
        try {
            run.get();
        } catch (ExecutionException failure) {
            throw new StandaloneException("The training run failed: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            throw new StandaloneException("The training run was interrupted.", interrupted);
        }
    }

    private static HttpRequest.Builder authorized(String http, String path, String token) {
        return HttpRequest.newBuilder(URI.create(http + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private static void send(HttpClient client, HttpRequest.Builder request) {
        try {
            client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException failure) {
            throw new StandaloneException("The training run's edge does not answer: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            throw new StandaloneException("The training run was interrupted.", interrupted);
        }
    }
}
