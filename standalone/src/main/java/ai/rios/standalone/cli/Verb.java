package ai.rios.standalone.cli;

import java.io.PrintStream;
import java.util.List;

/** One verb of the launcher. Implementations are stateless. */
interface Verb {
    /** The word on the command line. */
    String name();

    /** What it does, one short line. */
    String summary();

    /** What is to be known besides, such as exit statuses, for the help on this verb alone. */
    default List<String> remarks() {
        return List.of();
    }

    /** The options that it takes. */
    List<Option> options();

    /** How many plain words it takes at most. */
    default int mostWords() {
        return 0;
    }

    /**
     * Does it.
     *
     * @param out standard output; problems are thrown, not printed
     * @return the exit status
     */
    int run(Arguments arguments, PrintStream out);

    /** Says that it was not understood, or that its settings cannot be. */
    default void refuse(RuntimeException problem, PrintStream out, PrintStream err) {
        err.println("rios: " + problem.getMessage());
    }
}
