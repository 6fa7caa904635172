package ai.rios.bench.product;

import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Scopes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A running stack of the product, on free ports and a data folder of its own. Confined to one thread. */
public final class Stack implements AutoCloseable {
    private static final Duration TOKEN_TTL = Duration.ofHours(12);

    private final Launcher launcher;
    private final Path data;

    private final boolean isOurs;

    private Stack(Launcher launcher, Path data, boolean isOurs) {
        this.launcher = launcher;
        this.data = data;
        this.isOurs = isOurs;
    }

    /** The stack that somebody else runs on a data folder; closing leaves it running. */
    public static Stack running(Launcher launcher, Path data) {
        return new Stack(launcher, data, false);
    }

    /** Starts a stack by {@code ./rios up --detach} and returns when it decides requests. */
    public static Stack start(Launcher launcher, Path data) {
        launcher.run(List.of(
                "up",
                "--detach",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--kafka-port",
                "0",
                "--registry-port",
                "0"));
        return new Stack(launcher, data, true);
    }

    /** How it stands now. */
    public StackStatus status() {
        return StackStatus.parse(launcher.run(List.of("status", "--json", "--data", data.toString())));
    }

    /** A development token (all scopes, no limits but those of size) of each tenant, in order. */
    public List<String> tokens(List<String> tenants) {
        return tokens(tenants, Plan.DEVELOPMENT);
    }

    /** A token (all scopes) of each tenant with the limits of a plan, in order. */
    List<String> tokens(List<String> tenants, Plan plan) {
        DevTokens keys = DevTokens.open(data.resolve("keys"), InstantSource.system());
        List<String> tokens = new ArrayList<>();
        for (String tenant : tenants) {
            tokens.add(keys.mint(new DevTokens.Claims(tenant, "bench", Scopes.ALL, plan.name(), TOKEN_TTL)));
        }
        return tokens;
    }

    /** Stops it, if it was started here. */
    @Override
    public void close() {
        if (isOurs) {
            launcher.run(List.of("down", "--data", data.toString()));
        }
    }
}
