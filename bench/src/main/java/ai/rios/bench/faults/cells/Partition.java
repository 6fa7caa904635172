package ai.rios.bench.faults.cells;

import ai.rios.bench.product.SplitStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Services and a server that they use do not hear one another for a while, or late, or their connections break. For the time of a cell the
 * services reach the server by proxies of the campaign. Confined to one cell.
 */
final class Partition implements Fault {
    /** Longer than sessions and transactions (3 s). */
    private static final Duration FROM_BROKER = Duration.ofSeconds(15);

    /** Longer than anything waits, and than a registry takes to start again: for the services it is as dead as one that is not started. */
    private static final Duration FROM_REGISTRY = Duration.ofSeconds(45);

    private final ServerProxy.Mode mode;
    private final Duration length;
    private final ToIntFunction<SplitStack> server;
    private final IntFunction<ServerProxy> opener;
    private final List<ServerProxy> proxies = new ArrayList<>();

    /** Where the server itself listens; 0 until it is asked. */
    private int serverPort;

    private Partition(
            ServerProxy.Mode mode, Duration length, ToIntFunction<SplitStack> server, IntFunction<ServerProxy> opener) {
        this.mode = mode;
        this.length = length;
        this.server = server;
        this.opener = opener;
    }

    static Partition fromBroker(ServerProxy.Mode mode) {
        return new Partition(mode, FROM_BROKER, SplitStack::kafkaPort, ServerProxy::ofBroker);
    }

    static Partition fromRegistry(ServerProxy.Mode mode) {
        return new Partition(mode, FROM_REGISTRY, SplitStack::registryPort, ServerProxy::of);
    }

    @Override
    public Duration length() {
        return length;
    }

    @Override
    public void prepare(SplitStack stack, List<String> processes) {
        serverPort = server.applyAsInt(stack);
        for (String process : processes) {
            ServerProxy proxy = opener.apply(serverPort);
            proxies.add(proxy);
            stack.redirect(process, serverPort, proxy.port());
        }
        stack.restart(processes, "KILL");
    }

    @Override
    public void strike(SplitStack stack, List<String> processes) {
        proxies.forEach(proxy -> proxy.set(mode));
    }

    @Override
    public void mend(SplitStack stack, List<String> processes) {
        proxies.forEach(proxy -> proxy.set(ServerProxy.Mode.PASS));
    }

    @Override
    public void clear(SplitStack stack, List<String> processes) {
        try {
            for (int at = 0; at < proxies.size(); at++) {
                stack.redirect(processes.get(at), proxies.get(at).port(), serverPort);
            }
            stack.restart(processes.subList(0, proxies.size()), "KILL");
        } finally {
            proxies.forEach(ServerProxy::close);
            proxies.clear();
        }
    }
}
