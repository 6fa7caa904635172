package ai.rios.standalone.backup;

import ai.rios.commands.CommandHandlers;
import ai.rios.commands.kafka.RestoredState;
import ai.rios.runtime.files.OwnersFiles;
import ai.rios.runtime.process.Version;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import ai.rios.standalone.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes a backup of one stack, whether it runs or not: of the committed records of those topics that nothing else can be built
 * from, and of its keys. Stateless.
 */
public final class Backup {
    private Backup() {}

    /**
     * Takes it.
     *
     * @param data the stack's data folder
     * @param target becomes the backup once it is whole
     * @param say is told what is done
     * @throws StandaloneException when there is none; nothing is left at {@code target} then
     */
    public static void take(Path data, Path target, Installation installation, Instant now, Consumer<String> say) {
        if (!Files.exists(data.resolve("format"))) {
            throw new StandaloneException("There is no data folder " + data + "; name another with --data.");
        }
        StackState state = new StackStateFile(data).read();
        try (Unfinished unfinished = Unfinished.of(target)) {
            try {
                Manifest manifest = state.state().equals("stopped")
                        ? ofStopped(data, unfinished, installation, now)
                        : ofRunning(data, state, unfinished, now);
                unfinished.finish();
                say.accept(summary(manifest, target));
            } catch (IOException failure) {
                throw unfinished.isFull(failure)
                        ? new StandaloneException("The disk of " + target + " is full; nothing was backed up.", failure)
                        : new StandaloneException("The backup cannot be written: " + failure + ".", failure);
            }
        }
    }

    private static Manifest ofStopped(Path data, Unfinished unfinished, Installation installation, Instant now)
            throws IOException {
        try (DataFolder folder = DataFolder.open(data);
                LoneBroker broker = LoneBroker.start(folder, installation)) {
            return copy(broker.bootstrapServers(), false, data, unfinished, now);
        }
    }

    private static Manifest ofRunning(Path data, StackState state, Unfinished unfinished, Instant now)
            throws IOException {
        if (state.kafka().isEmpty()) {
            throw new StandaloneException("A stack is just starting on " + data + "; try again.");
        }
        return copy(state.kafka(), true, data, unfinished, now);
    }

    /**
     * Events come first: what is read after them goes at least as far, also where the transaction of the last of them is still
     * being marked on other topics, and a restore takes no more of it than belongs to the events. The registry's journal comes last, for a schema is in it before any record is written with it.
     */
    private static Manifest copy(
            String bootstrapServers, boolean running, Path data, Unfinished unfinished, Instant now)
            throws IOException {
        BackupFolder folder = new BackupFolder(unfinished.path());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                TopicReader reader = new TopicReader(bootstrapServers)) {
            Cluster cluster = new Cluster(admin);
            TopicCatalogue topics = cluster.catalogue(data);
            Copy copy = new Copy(cluster, reader, folder);
            List<Manifest.Topic> copied = new ArrayList<>();
            String events = topics.deploymentEvents().name();
            copied.add(copy.topic(events, cluster.settledEnds(events), (_, _) -> {}, (_, _) -> true));
            copied.add(copy.topic(topics.outcomes().name()));
            copied.add(copy.topic(topics.deploymentCommandsDlq().name()));
            DecidedOffsets decided = new DecidedOffsets(
                    cluster.topicId(topics.deploymentCommands().name()));
            String state = CommandHandlers.stateTopic(topics);
            copied.add(copy.topic(state, cluster.ends(state), decided::note, (_, _) -> true));
            if (!running) {
                // Handlers that run are deciding these now: what comes of it is later than this backup.
                String commands = topics.deploymentCommands().name();
                copied.add(copy.topic(commands, cluster.ends(commands), (_, _) -> {}, decided::isUndecided));
            }
            copied.add(copy.topic(Cluster.REGISTRY_JOURNAL));
            Manifest manifest = new Manifest(
                    BackupFolder.FORMAT,
                    Version.OF_THIS_BUILD,
                    now.truncatedTo(ChronoUnit.SECONDS).toString(),
                    topics.partitions(),
                    copied,
                    copyKeys(data.resolve("keys"), folder));
            folder.write(manifest);
            return manifest;
        }
    }

    private static List<Manifest.KeyFile> copyKeys(Path keys, BackupFolder folder) throws IOException {
        List<Manifest.KeyFile> copied = new ArrayList<>();
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                Path copy = folder.key(name);
                OwnersFiles.secure(copy);
                Files.write(copy, Files.readAllBytes(file));
                copied.add(new Manifest.KeyFile(name, Files.size(copy), Checksums.of(copy)));
            }
        }
        return copied;
    }

    private static String summary(Manifest manifest, Path target) {
        Map<String, Long> counts = new TreeMap<>();
        manifest.topics()
                .forEach(topic -> counts.put(
                        topic.name(),
                        topic.parts().stream().mapToLong(Manifest.Part::records).sum()));
        long events = counts.getOrDefault(
                TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, manifest.partitions())
                        .deploymentEvents()
                        .name(),
                0L);
        return "backed up " + events + " events (" + (manifest.bytes() >> 10) + " KiB in all) to " + target;
    }

    /** What is seen of the records that are copied. */
    @FunctionalInterface
    private interface Look {
        void at(int partition, StoredRecord record);
    }

    /** Which records are copied. */
    @FunctionalInterface
    private interface Choice {
        boolean takes(int partition, StoredRecord record);
    }

    /** Copies topics into a folder. */
    private record Copy(Cluster cluster, TopicReader reader, BackupFolder folder) {
        Manifest.Topic topic(String name) throws IOException {
            return topic(name, cluster.ends(name), (_, _) -> {}, (_, _) -> true);
        }

        Manifest.Topic topic(String name, Map<TopicPartition, Long> ends, Look look, Choice choice) throws IOException {
            List<Manifest.Part> parts = new ArrayList<>();
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                int partition = end.getKey().partition();
                if (end.getValue() == 0) {
                    continue;
                }
                try (RecordsWriter writer = new RecordsWriter(folder.records(name, partition))) {
                    reader.read(end.getKey(), end.getValue(), record -> {
                        look.at(partition, record);
                        if (choice.takes(partition, record)) {
                            writer.write(record);
                        }
                    });
                    parts.add(writer.finish(partition, end.getValue()));
                }
            }
            return new Manifest.Topic(name, ends.size(), cluster.config(name), parts);
        }
    }

    /** How far the handlers had decided, as their state tells it. */
    private static final class DecidedOffsets {
        private final String commandsTopicId;
        private final Map<Integer, Long> offsets = new TreeMap<>();

        DecidedOffsets(String commandsTopicId) {
            this.commandsTopicId = commandsTopicId;
        }

        void note(int partition, StoredRecord record) {
            byte[] key = record.key();
            byte[] value = record.value();
            if (key != null && value != null) {
                OptionalLong decided = RestoredState.decidedOffset(key, value, commandsTopicId);
                decided.ifPresent(offset -> offsets.put(partition, offset));
            }
        }

        boolean isUndecided(int partition, StoredRecord record) {
            return record.offset() > offsets.getOrDefault(partition, -1L);
        }
    }
}
