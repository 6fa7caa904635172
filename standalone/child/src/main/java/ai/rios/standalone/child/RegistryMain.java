package ai.rios.standalone.child;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The schema registry as a child process: the main class named first (it is on the class path only at run time), then
 * its own arguments.
 */
public final class RegistryMain {
    /** It keeps nothing of its own, so a halt loses nothing. The training run of a class cache needs longer. */
    private static final long STOP_SECONDS = 3;

    private RegistryMain() {}

    /** Runs until the parent ends or the named main returns. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start(System.in, Long.getLong("rios.stop.seconds", STOP_SECONDS));
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException("the registry ended", failure.getCause());
        }
    }
}
