package ai.rios.commands.simulation;

/** What is written by the world. */
enum Topic {
    COMMANDS,
    EVENTS,
    OUTCOMES,
    DEAD_LETTERS,
    CHANGELOG
}
