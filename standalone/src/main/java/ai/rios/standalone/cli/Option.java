package ai.rios.standalone.cli;

/**
 * One option of a verb. Immutable.
 *
 * @param name with its dashes, such as {@code --data}
 * @param value what stands for the value in the help, such as {@code DIR}; empty for a switch
 * @param meaning one line
 */
record Option(String name, String value, String meaning) {
    /** The folder that every verb about a stack takes. */
    static final Option DATA = new Option("--data", "DIR", "the stack's data folder (default: .data in the checkout)");

    boolean isSwitch() {
        return value.isEmpty();
    }
}
