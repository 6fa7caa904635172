package ai.rios.bench.scale;

import ai.rios.bench.measure.Medians;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.ReadRequests.Target;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code restart}: from {@code ./rios up} until a command is decided and a deployment is read, on a folder that has many; after an
 * orderly stop, and in turns after every process was killed.
 */
final class Restart implements FigureGroup {
    private static final int TENANTS = 16;
    private static final int MOST_SECONDS = 20;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String summary() {
        return "./rios up on a folder with many deployments, after an orderly stop and after kill -9";
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        int deployments = run.options().deployments();
        List<Double> stopped = new ArrayList<>();
        List<Double> killed = new ArrayList<>();
        try (SplitStack stack = run.start("restart")) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "restart", TENANTS);
            List<Target> targets;
            try (Stock stock = Stock.of(stack, tenants)) {
                stock.create("s" + run.id(), deployments, deployments);
                targets = stock.targets();
            }
            run.tell("filled with %,d deployments", deployments);
            for (int round = 0; round < run.options().rounds(); round++) {
                stack.down();
                stopped.add(secondsUp(stack, targets));
                stack.killAll();
                killed.add(secondsUp(stack, targets));
                run.tell(
                        "round %d  up after an orderly stop %.1f s, after kill -9 %.1f s",
                        round + 1, stopped.getLast(), killed.getLast());
            }
            found.figure("state of the services on disk", "MiB", List.of(stack.stateMebibytes()));
        }
        String with = String.format(Locale.ROOT, " with %,d deployments", deployments);
        found.figure("up after an orderly stop," + with, "s", stopped);
        found.figure("up after kill -9 of every process," + with, "s", killed);
        found.atMost("up after an orderly stop," + with + ", s", MOST_SECONDS, Medians.median(stopped));
        found.note("Up is when `./rios up --detach --split` has returned, which is when a command was decided, and one"
                + " deployment of every tenant was read.");
        return found;
    }

    private static double secondsUp(SplitStack stack, List<Target> targets) {
        long before = System.nanoTime();
        stack.up();
        try (Api api = new HttpApi(stack.edge())) {
            for (Target target : targets.subList(0, Math.min(TENANTS, targets.size()))) {
                SplitStack.await(
                        "a deployment is read again",
                        () -> api.send(target.tenant().token(), "GET", "/v1/deployments/" + target.id(), null, Map.of())
                                .filter(reply -> reply.status() == 200)
                                .isPresent());
            }
        }
        return (System.nanoTime() - before) / 1e9;
    }
}
