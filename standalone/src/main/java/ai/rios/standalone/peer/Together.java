package ai.rios.standalone.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several times the same at the same time, each on a virtual thread. Stateless. */
final class Together {
    private Together() {}

    /**
     * Runs {@code task} so many times and waits for all.
     *
     * @return what they returned
     * @throws IOException when one fails
     */
    static <T> List<T> run(int times, Callable<T> task) throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int at = 0; at < times; at++) {
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(result(each));
            }
            return results;
        }
    }

    /** What {@code task} returned, waited for. */
    static <T> T result(Future<T> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause
                    ? new IOException(cause.getMessage(), failure)
                    : new IOException(String.valueOf(failure.getCause()), failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupt);
        }
    }
}
