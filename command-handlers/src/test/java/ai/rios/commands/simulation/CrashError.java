package ai.rios.commands.simulation;

/** The process is gone, between two of its writes. Nothing but the world may catch it. */
final class CrashError extends Error {
    private static final long serialVersionUID = 1L;

    CrashError() {
        super("crashed");
    }
}
