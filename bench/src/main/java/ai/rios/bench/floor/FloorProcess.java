package ai.rios.bench.floor;

import ai.rios.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A floor as a process of its own. Confined to one thread. */
public final class FloorProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module");

    private final Process process;
    private final InetSocketAddress address;

    private FloorProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a floor and waits until it listens.
     *
     * @param main {@link FloorPost} or {@link FloorGet}
     * @param jvmFlags those of the product's own server process
     */
    public static FloorProcess start(Class<?> main, List<String> jvmFlags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new FloorProcess(
                    process,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port(process.inputReader(), main)));
        } catch (IOException e) {
            throw new BenchException("Cannot start " + main.getSimpleName(), e);
        }
    }

    /**
     * The JVM's flags out of a server's command line: everything before its main class, but the class path and what is
     * bound to it (archives of classes), and system properties, which are the server's own settings.
     */
    public static List<String> jvmFlags(List<String> commandLine) {
        List<String> flags = new ArrayList<>();
        for (int i = 1; i < commandLine.size() && commandLine.get(i).startsWith("-"); i++) {
            String flag = commandLine.get(i);
            if (WITH_VALUE.contains(flag)) {
                i++;
            } else if (!flag.startsWith("-D") && !flag.startsWith("-XX:AOT") && !flag.startsWith("-XX:SharedArchive")) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it by closing its input; kills it after 10 s. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new BenchException("Cannot stop the floor in order; it was killed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static int port(BufferedReader output, Class<?> main) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(FloorServer.PORT_LINE)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new BenchException(main.getSimpleName() + " ended before it listened.");
        }
        return Integer.parseInt(line.substring(FloorServer.PORT_LINE.length()));
    }
}
