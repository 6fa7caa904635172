package ai.rios.standalone.cli;

import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Scopes;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.settings.StackKeys;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code ./rios token}: mints a development token with the data folder's own key. */
record TokenVerb(Path home) implements Verb {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String summary() {
        return "print a development token; the last line is the token itself";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.DATA,
                new Option("--tenant", "NAME", "default demo"),
                new Option("--subject", "NAME", "default you"),
                new Option("--scopes", "LIST", "separated by spaces or commas (default: all)"),
                new Option("--plan", "NAME", "default or development (default: development)"),
                new Option("--ttl", "TIME", "such as 90s, 30m, 24h (default 24h)"));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        DevTokens.Claims claims = claims(arguments);
        Path data = arguments.dataFolder(home);
        if (!Files.isDirectory(data)) {
            throw new StandaloneException("There is no data folder " + data
                    + ", so there is nothing that a token would be good at; name another with --data.");
        }
        out.println(StackKeys.tokens(data.resolve("keys")).mint(claims));
        return 0;
    }

    private static DevTokens.Claims claims(Arguments arguments) {
        try {
            return new DevTokens.Claims(
                    arguments.value("--tenant").orElse("demo"),
                    arguments.value("--subject").orElse("you"),
                    arguments.value("--scopes").map(TokenVerb::scopes).orElse(Scopes.ALL),
                    arguments.value("--plan").orElse(Plan.DEVELOPMENT.name()),
                    ttl(arguments.value("--ttl").orElse("24h")));
        } catch (IllegalArgumentException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }

    private static List<String> scopes(String text) {
        return Arrays.stream(text.split("[ ,]+"))
                .filter(scope -> !scope.isEmpty())
                .toList();
    }

    private static Duration ttl(String text) {
        if (!text.matches("[0-9]{1,8}[smh]")) {
            throw new UsageException("--ttl must be a time such as 90s, 30m or 24h, was \"" + text + "\"");
        }
        Duration ttl = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        if (!ttl.isPositive() || ttl.compareTo(LONGEST) > 0) {
            throw new UsageException("--ttl must be between 1s and " + LONGEST.toHours() + "h, was \"" + text + "\"");
        }
        return ttl;
    }
}
