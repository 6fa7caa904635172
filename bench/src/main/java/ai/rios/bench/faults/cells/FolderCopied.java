package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Violation;
import ai.rios.bench.faults.traffic.Traffic;
import ai.rios.bench.product.FolderCopy;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The data folder is copied while the stack runs, as nobody should, and a second stack is started on the copy when all else has come to
 * rest. Its files are of different moments. It must refuse to start, or have all that was in the log when the copying began, keep every
 * promise by what it has, and show nothing else. Confined to one cell; with several strikes the last copy counts.
 */
final class FolderCopied implements Fault {
    private @Nullable LoggedTopics original;
    private @Nullable Path copy;

    /** What must be in the copy: it was in the log before. */
    private LoggedTopics.@Nullable Ends before;

    @Override
    public void prepare(SplitStack stack, List<String> processes) {
        original = LoggedTopics.from(stack.kafka(), stack.registry());
    }

    @Override
    public void strike(SplitStack stack, List<String> processes) {
        Path folder = stack.sibling("-copy");
        FolderCopy.delete(folder);
        copy = folder;
        before = topics().ends();
        stack.copyTo(folder);
    }

    @Override
    public Finding examine(SplitStack stack, List<Tenant> tenants, Duration restLimit) {
        Path folder = copy;
        LoggedTopics.Ends ends = before;
        if (folder == null || ends == null) {
            return Finding.NONE;
        }
        SplitStack second;
        try {
            second = stack.another(folder);
        } catch (BenchException refused) { // ./rios up has said why, on standard error
            FolderCopy.delete(folder);
            return new Finding(List.of(), "", "the stack on the copy was refused, with the sentence above");
        }
        Finding finding;
        try (second) {
            finding = compare(second, tenants, ends, restLimit);
        }
        if (finding.violations().isEmpty() && finding.unrest().isEmpty()) {
            FolderCopy.delete(folder);
        }
        return finding;
    }

    private Finding compare(SplitStack second, List<Tenant> tenants, LoggedTopics.Ends ends, Duration restLimit) {
        try (LoggedTopics copied = topics().of(second.kafka(), second.registry());
                Traffic looks = Traffic.withoutClients(new HttpApi(second.edge()), tenants)) {
            Rest rest = Rest.await(copied, looks, restLimit);
            List<LoggedEvent> wanted = topics().eventsUpTo(ends);
            List<LoggedEvent> found = copied.read().topics().events();
            List<Violation> violations = new ArrayList<>(rest.violations());
            violations.addAll(CopiedEvents.missing(wanted, found));
            String unrest = rest.unrest().isEmpty() ? "" : "on the copy: " + rest.unrest();
            return new Finding(
                    violations,
                    unrest,
                    "the stack on the copy has " + found.size() + " events, of which " + wanted.size()
                            + " were there when the copying began");
        } catch (TimeoutException brokerAway) {
            return new Finding(List.of(), "on the copy: " + brokerAway.getMessage(), "");
        }
    }

    private LoggedTopics topics() {
        LoggedTopics prepared = original;
        if (prepared == null) {
            throw new IllegalStateException("prepared first");
        }
        return prepared;
    }

    @Override
    public void clear(SplitStack stack, List<String> processes) {
        LoggedTopics prepared = original;
        if (prepared != null) {
            prepared.close();
            original = null;
        }
    }
}
