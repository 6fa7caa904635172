package ai.rios.standalone.stack;

import ai.rios.standalone.data.ProcessEntry;
import java.util.List;

/** All services in this JVM. Thread-safe. */
public final class OneJvm implements Workload {
    private final String httpUrl;

    private OneJvm(String httpUrl) {
        this.httpUrl = httpUrl;
    }

    /** Starts them; see {@link Workload.Starter}. */
    public static Workload start(StackContext context) {
        context.foundation().awaitRegistry(context.progress());
        return new OneJvm("http://127.0.0.1:" + context.httpPort());
    }

    @Override
    public String httpUrl() {
        return httpUrl;
    }

    @Override
    public List<ProcessEntry> processes() {
        return List.of();
    }

    @Override
    public void close() {}
}
