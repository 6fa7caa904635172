package ai.rios.standalone.stack;

import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.process.Installation;
import java.util.function.Consumer;

/**
 * What the services of a stack are started with. Immutable.
 *
 * @param options what was asked for
 * @param httpPort of the edge, never 0
 * @param folder the open data folder
 * @param foundation the ready broker and the registry, which may still be starting
 * @param installation where the jars are
 * @param progress told of each step
 * @param restarted to be told after a process was started again; may be called from any thread
 * @param failed to be told, in one sentence, when the services cannot go on; may be called from any thread
 */
public record StackContext(
        StackOptions options,
        int httpPort,
        DataFolder folder,
        Foundation foundation,
        Installation installation,
        Progress progress,
        Runnable restarted,
        Consumer<String> failed) {}
