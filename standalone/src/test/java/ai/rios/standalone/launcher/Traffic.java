package ai.rios.standalone.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A user in a thread of its own who creates deployments and lists them, about twenty a second, until told to stop. Thread-safe. */
final class Traffic implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Client client;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopped;

    Traffic(String http, String token) {
        this.client = new Client(http, token);
        this.thread = Thread.ofPlatform().daemon().name("traffic").start(this::run);
    }

    private void run() {
        for (int number = 0; !stopped; number++) {
            String name = "traffic-" + number;
            int status = client.create(name);
            if (status == 201) {
                acknowledged.add(name);
            } else if (status != 202) {
                // A 202 is a promise to decide: late under load, but no failure.
                failures.add("create " + name + ": " + status);
            }
            int read = client.read("/v1/deployments?limit=1");
            if (read != 200) {
                failures.add("list after " + name + ": " + read);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Names of what was answered with 201. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Answers that no user should see. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
