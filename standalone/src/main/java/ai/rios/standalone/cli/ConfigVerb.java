package ai.rios.standalone.cli;

import ai.rios.edge.EdgeConfig;
import ai.rios.runtime.settings.Settings;
import ai.rios.standalone.settings.SettingSources;
import ai.rios.standalone.settings.StackSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./rios config}: every setting with its value, where that came from, and what it means.
 *
 * @param environment of the process
 */
record ConfigVerb(Map<String, String> environment) implements Verb {
    @Override
    public String name() {
        return "config";
    }

    @Override
    public String summary() {
        return "print every setting: its value, where that comes from, what it means";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.CONFIG, Option.SET);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        SettingSources sources = Option.settings(arguments, environment);
        Settings settings = Settings.read(StackSettings.all(), sources.file(), sources.environment(), sources.flags());
        out.println("Sources in rising order: default, file (--config), environment (RIOS_...), flag (--set).");
        out.println("up itself decides addresses, ports and keys; these are for processes started one by one.");
        for (Settings.Entry entry : settings.entries()) {
            out.printf(
                    Locale.ROOT,
                    "%n%s = %s   [%s]%n    %s; environment: %s%n",
                    entry.setting().key(),
                    shown(entry),
                    entry.source().name().toLowerCase(Locale.ROOT),
                    entry.setting().meaning(),
                    entry.setting().environmentName());
        }
        return 0;
    }

    /** Keys are not for terminals and their scroll-back. */
    private static String shown(Settings.Entry entry) {
        boolean secret =
                entry.setting().equals(EdgeConfig.SIGNING_KEYS) && !entry.text().isEmpty();
        return secret ? "(secret)" : "\"" + entry.text() + "\"";
    }
}
