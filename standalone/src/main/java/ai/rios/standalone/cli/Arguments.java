package ai.rios.standalone.cli;

import ai.rios.standalone.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a verb, checked against the options that it has. Immutable. */
final class Arguments {
    private final Map<String, List<String>> values;
    private final List<String> words;

    private Arguments(Map<String, List<String>> values, List<String> words) {
        this.values = values;
        this.words = words;
    }

    /**
     * Reads {@code --name value}, {@code --name=value}, switches and at most {@code mostWords} plain words.
     *
     * @throws UsageException naming the first word that does not belong here
     */
    static Arguments parse(String verb, List<Option> options, int mostWords, List<String> args) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int at = 0; at < args.size(); at++) {
            String arg = args.get(at);
            if (!arg.startsWith("--")) {
                words.add(arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            Option option = find(verb, options, name);
            if (option.isSwitch()) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                add(values, name, "true");
            } else if (equals >= 0) {
                add(values, name, arg.substring(equals + 1));
            } else if (at + 1 < args.size()) {
                at++;
                add(values, name, args.get(at));
            } else {
                throw new UsageException(name + " needs a value: " + name + " " + option.value());
            }
        }
        if (words.size() > mostWords) {
            throw new UsageException("./rios " + verb + " does not know what to do with \"" + words.get(mostWords)
                    + "\"; see ./rios help " + verb);
        }
        return new Arguments(values, List.copyOf(words));
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private static Option find(String verb, List<Option> options, String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("./rios " + verb + " has no option " + name + "; see ./rios help " + verb));
    }

    /** The plain words, in order. */
    List<String> words() {
        return words;
    }

    /** The options that were given. */
    Set<String> options() {
        return values.keySet();
    }

    /** Whether the switch was given. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The option's value, if it was given; the last one when it was given more than once. */
    Optional<String> value(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Every value of an option that may be repeated, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The option's value as a number from {@code least} to {@code most}; {@code otherwise} where it was not given. */
    int number(String name, int otherwise, int least, int most) {
        return Math.toIntExact(number(name, (long) otherwise, least, most));
    }

    /** The same for numbers that are larger. */
    long number(String name, long otherwise, long least, long most) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("[0-9]{1,18}")
                || Long.parseLong(text.get()) < least
                || Long.parseLong(text.get()) > most) {
            throw new UsageException(name + " must be " + least + " to " + most + ", was \"" + text.get() + "\"");
        }
        return Long.parseLong(text.get());
    }

    /** The option's value as a port, 0 to 65,535. */
    int port(String name, int otherwise) {
        return number(name, otherwise, 0, 65_535);
    }

    /** The data folder of {@link Option#DATA}, absolute; below {@code home} when it was not given. */
    Path dataFolder(Path home) {
        return value(Option.DATA.name())
                .map(Path::of)
                .orElseGet(() -> DataFolder.defaultIn(home))
                .toAbsolutePath()
                .normalize();
    }

    /** The folder that is the verb's one plain word, absolute. */
    Path folder(String verb, String what) {
        if (words.isEmpty()) {
            throw new UsageException("./rios " + verb + " needs " + what + ": ./rios " + verb + " FOLDER");
        }
        return Path.of(words.getFirst()).toAbsolutePath().normalize();
    }

    /** A data folder for people to read: who has mistyped it is told that there is none. */
    static String shown(Path folder) {
        return Files.isDirectory(folder) ? folder.toString() : folder + " (there is no such folder)";
    }
}
