package ai.rios.bench.faults.cells;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Services and the broker do not hear one another for a while, or late, or their connections break. For the time of a cell the services
 * reach the broker by proxies of the campaign. Confined to one cell.
 */
final class Partition implements Fault {
    /** Longer than sessions (3 s) and transactions (10 s). */
    private static final Duration LENGTH = Duration.ofSeconds(15);

    private final BrokerProxy.Mode mode;
    private final List<BrokerProxy> proxies = new ArrayList<>();

    Partition(BrokerProxy.Mode mode) {
        this.mode = mode;
    }

    @Override
    public Duration length() {
        return LENGTH;
    }

    @Override
    public void prepare(SplitStack stack, List<String> processes) {
        for (String process : processes) {
            BrokerProxy proxy = BrokerProxy.open(stack.kafkaPort());
            proxies.add(proxy);
            stack.restartWithBroker(process, stack.kafkaPort(), proxy.port());
        }
    }

    @Override
    public void strike(SplitStack stack, List<String> processes) {
        proxies.forEach(proxy -> proxy.set(mode));
    }

    @Override
    public void mend(SplitStack stack, List<String> processes) {
        proxies.forEach(proxy -> proxy.set(BrokerProxy.Mode.PASS));
    }

    @Override
    public void clear(SplitStack stack, List<String> processes) {
        try {
            for (int at = 0; at < proxies.size(); at++) {
                stack.restartWithBroker(processes.get(at), proxies.get(at).port(), stack.kafkaPort());
            }
        } finally {
            proxies.forEach(BrokerProxy::close);
            proxies.clear();
        }
    }
}
