package ai.rios.standalone.commands;

import ai.rios.commands.CommandHandlers;
import ai.rios.commands.HandlersConfig;
import ai.rios.commands.HandlersSurroundings;
import ai.rios.commands.kafka.LogIdentity;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.schemas.topics.TopicCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Handlers as the tests start them, in this JVM or in one of their own that can be killed. */
final class HandlersUnderTest {
    private HandlersUnderTest() {}

    static CommandHandlers start(
            String bootstrapServers, TopicCatalogue topics, Path folder, Map<String, String> settings) {
        HandlersConfig config =
                HandlersConfig.from(Settings.read(HandlersConfig.SETTINGS, new Properties(), Map.of(), settings));
        return CommandHandlers.start(
                config,
                new HandlersSurroundings(
                        bootstrapServers,
                        Map.of(),
                        topics,
                        new CodecOrder(),
                        folder,
                        log(bootstrapServers, topics),
                        Observability.open(TracingConfig.DEFAULTS, "command-handlers", "test", InstantSource.system()),
                        InstantSource.system()));
    }

    /** A JVM that runs until it is killed, or its input ends. */
    static Process startProcess(String bootstrapServers, TopicCatalogue topics, Path folder, String... settings)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HandlersUnderTest.class.getName(),
                bootstrapServers,
                topics.prefix(),
                Integer.toString(topics.partitions()),
                folder.toString()));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The process: bootstrap servers, topic prefix, partitions, folder, then settings as {@code key=value}. */
    public static void main(String[] args) throws IOException {
        TopicCatalogue topics = TopicCatalogue.of(args[1], Integer.parseInt(args[2]));
        Map<String, String> settings = Arrays.stream(args)
                .skip(4)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        try (CommandHandlers handlers = start(args[0], topics, Path.of(args[3]), settings)) {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.err.println("closing, was " + handlers.state());
        }
    }

    private static LogIdentity log(String bootstrapServers, TopicCatalogue topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return LogIdentity.await(admin, topics);
        }
    }
}
