package ai.rios.runtime.process;

import ai.rios.runtime.health.HealthConfig;
import ai.rios.runtime.logging.Logging;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import ai.rios.runtime.tracing.TracingConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service as a process: reads settings (flags {@code --key=value}, {@code --config=FILE}, environment), starts logs,
 * metrics and traces, builds the service, waits for a stop (SIGTERM, Ctrl-C, or the end of standard input where
 * {@code process.stop-with-parent} is set) and closes in reverse order. A {@code Main} is one call:
 *
 * <pre>{@code
 * System.exit(ServiceProcess.run("edge", EdgeSettings.ALL, args, EdgeProcess::start));
 * }</pre>
 */
public final class ServiceProcess {
    /** Exit code of an orderly end. */
    public static final int OK = 0;

    /** Exit code when the service could not be built, or ended by itself. */
    public static final int FAILED = 1;

    /** Exit code for settings that cannot be used. */
    public static final int BAD_SETTINGS = 2;

    private ServiceProcess() {}

    /** Builds a service. */
    @FunctionalInterface
    public interface Assembly {
        /**
         * Builds and starts it; on failure closes what it had built.
         *
         * @return closes it again, within {@code process.stop-limit}
         * @throws Exception with a message for the operator
         */
        AutoCloseable start(Settings settings, Observability observability, Stop stop) throws Exception;
    }

    /** The settings that every process has; a service's own come on top. */
    public static List<Setting<?>> withCommon(List<Setting<?>> own) {
        return Stream.of(
                        own,
                        ProcessConfig.SETTINGS,
                        LoggingConfig.SETTINGS,
                        TracingConfig.SETTINGS,
                        HealthConfig.SETTINGS)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /**
     * Runs until the stop.
     *
     * @param service its name in logs, metrics and traces
     * @param own settings of the service, without the common ones
     * @return exit code of the process
     */
    public static int run(String service, List<Setting<?>> own, String[] args, Assembly assembly) {
        Settings settings;
        try {
            Arguments arguments = Arguments.parse(args);
            settings = Settings.read(withCommon(own), arguments.file(), System.getenv(), arguments.flags());
        } catch (SettingsException e) {
            System.err.println(service + ": " + e.getMessage());
            return BAD_SETTINGS;
        }
        Logging.start(LoggingConfig.from(settings));
        return run(service, settings, assembly, new Stop());
    }

    static int run(String service, Settings settings, Assembly assembly, Stop stop) {
        Logger log = LoggerFactory.getLogger(ServiceProcess.class);
        ProcessConfig config = ProcessConfig.from(settings, System.getenv());
        stop.listen(config);
        try (Observability observability =
                Observability.open(TracingConfig.from(settings), service, config.instance(), InstantSource.system())) {
            AutoCloseable running = assembly.start(settings, observability, stop);
            log.info("started service={} instance={} version={}", service, config.instance(), Version.OF_THIS_BUILD);
            String reason = stop.await(config.stopLimit());
            log.info("stopping service={} reason=\"{}\"", service, reason);
            observability.health().stop();
            running.close();
            log.info("stopped service={}", service);
            return stop.exitCode();
        } catch (Exception e) {
            log.error("failed service={} reason=\"{}\"", service, e.getMessage(), e);
            return FAILED;
        } finally {
            stop.done();
        }
    }
}
