package ai.rios.standalone.cli;

import ai.rios.standalone.settings.SettingSources;
import java.nio.file.Path;
import java.util.Map;

/**
 * One option of a verb. Immutable.
 *
 * @param name with its dashes, such as {@code --data}
 * @param value what stands for the value in the help, such as {@code DIR}; empty for a switch
 * @param meaning one line, or several with line breaks between
 */
record Option(String name, String value, String meaning) {
    /** The folder that every verb about a stack takes. */
    static final Option DATA = new Option("--data", "DIR", "the stack's data folder (default: .data in the checkout)");

    /** A file of settings. */
    static final Option CONFIG =
            new Option("--config", "FILE", "a file of key=value lines; ./rios config lists the keys");

    /** One setting. */
    static final Option SET = new Option("--set", "KEY=VALUE", "one setting; may be repeated");

    /** What people have set by these two and the environment of this process. */
    static SettingSources settings(Arguments arguments) {
        return settings(arguments, System.getenv());
    }

    /** As above, with an environment that need not be this process's own. */
    static SettingSources settings(Arguments arguments, Map<String, String> environment) {
        return SettingSources.of(arguments.value(CONFIG.name()).map(Path::of), environment, arguments.all(SET.name()));
    }

    boolean isSwitch() {
        return value.isEmpty();
    }
}
