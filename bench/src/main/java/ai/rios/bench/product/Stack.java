package ai.rios.bench.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running stack of the product, on free ports and a data folder of its own. Confined to one thread. */
public final class Stack implements AutoCloseable {
    private static final String TOKEN_TTL = "12h";

    private final Launcher launcher;
    private final Path data;

    private Stack(Launcher launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
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
        return new Stack(launcher, data);
    }

    /** How it stands now. */
    public StackStatus status() {
        return StackStatus.parse(launcher.run(List.of("status", "--json", "--data", data.toString())));
    }

    /** A development token (all scopes, no limits but those of size) of each tenant, in order. */
    public List<String> tokens(List<String> tenants) {
        List<String> tokens = new ArrayList<>();
        for (String tenant : tenants) {
            String printed =
                    launcher.run(List.of("token", "--data", data.toString(), "--tenant", tenant, "--ttl", TOKEN_TTL));
            tokens.add(printed.strip().lines().reduce("", (_, line) -> line).strip());
        }
        return tokens;
    }

    /** Stops it. */
    @Override
    public void close() {
        launcher.run(List.of("down", "--data", data.toString()));
    }
}
