package ai.rios.standalone.stack;

import ai.rios.standalone.data.ProcessEntry;
import java.util.List;
import java.util.Set;

/** The services of a running stack, in this JVM or in processes of their own. Thread-safe. */
public interface Workload extends AutoCloseable {
    /** Starts the services of one stack. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts them; returns when the edge answers.
         *
         * @throws ai.rios.standalone.StandaloneException when they cannot run; nothing is left running then
         */
        Workload start(StackContext context);
    }

    /**
     * Assembles services; where that fails they are closed again. What broke a start off by an interrupt wants it closed in order,
     * so the interrupt is over then.
     */
    static Workload started(Workload services, Runnable assembly) {
        boolean ready = false;
        try {
            assembly.run();
            ready = true;
            return services;
        } finally {
            if (!ready) {
                boolean _ = Thread.interrupted();
                services.close();
            }
        }
    }

    /** The edge's address. */
    String httpUrl();

    /** Processes besides the stack's first one, the broker and the registry. */
    List<ProcessEntry> processes();

    /** Tenants whose views stand still, as far as the projections can be asked. */
    Set<String> blockedTenants();

    /** Stops them in order: readiness off, edge drains, the rest closes. Idempotent. */
    @Override
    void close();
}
