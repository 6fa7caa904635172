package ai.rios.standalone.process;

import ai.rios.standalone.StandaloneException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the built jars are: the checkout's root. Class paths are spelled out jar by jar in a fixed order, for an
 * ahead-of-time cache is bound to the exact text. Immutable.
 *
 * @param home the checkout's root
 */
public record Installation(Path home) {
    /** Most heap of a JVM that holds all services. */
    public static final int STACK_HEAP_MEBIBYTES = 448;

    /** System property of a training run. */
    private static final String TRAINING = "rios.training";

    private static final Duration TRAINING_STOP = Duration.ofMinutes(3);

    private static final String JAR = "standalone.jar";
    private static final String CHILD = "standalone/child/target";
    private static final String CHILD_JAR = "standalone-child.jar";

    /** The folder named by the system property {@code rios.home}, else the nearest checkout above the working folder. */
    public static Installation locate() {
        String named = System.getProperty("rios.home");
        if (named != null) {
            return new Installation(Path.of(named).toAbsolutePath().normalize());
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("standalone/child/pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new StandaloneException("No checkout of RiOS Backbone here or above; run ./rios from its root.");
        }
        return new Installation(folder);
    }

    /** The {@code java} that runs this process, for the children run on the same one. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * The command line of a JVM of ours.
     *
     * @param mainClass in {@code standalone} or a module below it
     * @param cache whose start-up cache to use
     * @param heapMebibytes most heap
     */
    public List<String> serviceCommand(String mainClass, String cache, int heapMebibytes) {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.addAll(heapFlags(heapMebibytes));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Drios.home=" + home,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(cacheFlags(cache));
        command.addAll(List.of("-cp", built("standalone/target/" + JAR).toString(), mainClass));
        return command;
    }

    /**
     * The flags of a heap under load: a quarter of it is young from the start, so that what a request leaves behind dies there
     * and is not promoted.
     *
     * @param mebibytes most heap
     */
    static List<String> heapFlags(int mebibytes) {
        return List.of("-Xms" + mebibytes / 2 + "m", "-Xmx" + mebibytes + "m", "-Xmn" + mebibytes / 4 + "m");
    }

    /** The broker's class path. */
    String brokerClassPath() {
        List<Path> jars = new ArrayList<>();
        jars.add(built(CHILD).resolve(CHILD_JAR));
        jars.addAll(jarsIn(built(CHILD + "/lib")));
        return joined(jars);
    }

    /**
     * The registry's class path, flat: its own class loader would keep its classes out of an ahead-of-time cache.
     * Generated and transformed classes come first, for they replace those of the jars behind them.
     */
    String registryClassPath() {
        Path registry = built(CHILD + "/registry");
        List<Path> jars = new ArrayList<>();
        jars.add(built(CHILD).resolve(CHILD_JAR));
        jars.add(registry.resolve("quarkus/generated-bytecode.jar"));
        jars.add(registry.resolve("quarkus/transformed-bytecode.jar"));
        jars.addAll(jarsIn(registry.resolve("app")));
        jars.addAll(jarsIn(registry.resolve("lib/boot")));
        jars.addAll(jarsIn(registry.resolve("lib/main")));
        return joined(jars);
    }

    /** Whether this run is the one that the start-up caches are made from. */
    public static boolean isTraining() {
        return Boolean.getBoolean(TRAINING);
    }

    /**
     * The JVM flags that use a start-up cache, or make it in a training run.
     *
     * @param process such as {@code broker}
     * @return none when it has not been made, or a jar is newer: a JVM does not always notice that, and would run the classes that
     *     the cache has; one of another JDK is passed over silently
     */
    public List<String> cacheFlags(String process) {
        Path cache = cache(process);
        if (isTraining()) {
            return List.of("-XX:AOTCacheOutput=" + cache, "-Drios.stop.seconds=" + TRAINING_STOP.toSeconds());
        }
        return isFresh(cache, process)
                ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off")
                : List.of();
    }

    private boolean isFresh(Path cache, String process) {
        String jars = process.equals("services") ? "standalone/target" : CHILD;
        int depth = process.equals("registry") ? 4 : 2;
        try (Stream<Path> files = Files.find(
                home.resolve(jars), depth, (file, _) -> file.toString().endsWith(".jar"))) {
            if (Files.notExists(cache)) {
                return false;
            }
            FileTime made = Files.getLastModifiedTime(cache);
            for (Path jar : files.toList()) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** How long a child may take to stop: in a training run it writes its cache then. */
    static Duration stopLimit(Duration usual) {
        return isTraining() ? TRAINING_STOP : usual;
    }

    /** Where the start-up cache of a process is kept. */
    public Path cache(String process) {
        return home.resolve("target/aot").resolve(process + ".aot");
    }

    private Path built(String relative) {
        Path path = home.resolve(relative);
        if (!Files.exists(path)) {
            throw new StandaloneException("Not built: " + path + " is missing; build with ./rios build.");
        }
        return path;
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new StandaloneException("Cannot read " + folder + "; build again with ./rios build.", unreadable);
        }
    }

    private static String joined(List<Path> jars) {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }
}
