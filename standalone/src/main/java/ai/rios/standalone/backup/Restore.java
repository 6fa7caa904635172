package ai.rios.standalone.backup;

import ai.rios.commands.CommandHandlers;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.kafka.RestoredState;
import ai.rios.runtime.files.OwnersFiles;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.process.FileTree;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.RegistryProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes a data folder of a backup: a broker beside the target is given the records, the handlers' state is made of the events and
 * of the idempotency keys that belong to them, and the folder gets its name when all of it is on the disk. The topics are new
 * ones, so cursors into the former log are told that they are lost instead of leading into another history. Confined to one
 * thread.
 */
public final class Restore {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;

    /** What a broker and its empty logs take, beside the records. */
    private static final long SPARE_BYTES = 64L << 20;

    private final BackupFolder backup;
    private final Manifest manifest;
    private final Points points;
    private final TopicCatalogue topics;
    private long events;
    private long unreadable;

    private Restore(BackupFolder backup, Manifest manifest, Points points) {
        this.backup = backup;
        this.manifest = manifest;
        this.points = points;
        this.topics = TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, manifest.partitions());
    }

    /**
     * Makes the folder.
     *
     * @param source the backup
     * @param data becomes the data folder; empty or not there yet
     * @param at sequence by tenant up to which its events are wanted; others' are all
     * @param say is told what is done
     * @throws StandaloneException when there is none; {@code data} is as it was then
     */
    public static void make(
            Path source, Path data, Map<String, Long> at, Installation installation, Consumer<String> say) {
        BackupFolder backup = new BackupFolder(source.toAbsolutePath().normalize());
        Manifest manifest = backup.verified();
        try (Unfinished unfinished = Unfinished.of(data)) {
            Restore restore = new Restore(backup, manifest, new Points(at));
            try {
                restore.requireRoom(unfinished, data);
                restore.build(unfinished, installation);
                unfinished.finish();
            } catch (IOException | RuntimeException failure) {
                if (unfinished.isFull(failure)) {
                    throw new StandaloneException("The disk of " + data + " is full; nothing was restored.", failure);
                }
                if (failure instanceof IOException) {
                    throw new StandaloneException("The folder " + data + " cannot be made: " + failure + ".", failure);
                }
                throw (RuntimeException) failure;
            }
            say.accept("restored " + restore.events + " events to " + data
                    + (restore.unreadable == 0
                            ? ""
                            : "; this build cannot read " + restore.unreadable
                                    + " more, which are there as they were and block their tenants' views"));
        }
    }

    private void requireRoom(Unfinished unfinished, Path data) {
        long needed = manifest.bytes() + manifest.bytes() / 4 + SPARE_BYTES;
        if (unfinished.freeBytes() < needed) {
            throw new StandaloneException("The disk of " + data + " is full: " + (unfinished.freeBytes() >> 20)
                    + " MiB are free and about " + (needed >> 20) + " are needed; nothing was restored.");
        }
    }

    private void build(Unfinished unfinished, Installation installation) throws IOException {
        try (DataFolder folder = DataFolder.open(unfinished.path())) {
            for (Manifest.KeyFile key : manifest.keys()) {
                Path copy = folder.keys().resolve(key.name());
                OwnersFiles.secure(copy);
                Files.write(copy, Files.readAllBytes(backup.key(key.name())));
            }
            try (LoneBroker broker = LoneBroker.start(folder, installation)) {
                fill(broker, folder);
            }
            FileTree.delete(folder.logs());
            FileTree.delete(folder.path().resolve("run"));
        }
    }

    private void fill(LoneBroker broker, DataFolder folder) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                TopicWriter writer = new TopicWriter(broker.bootstrapServers())) {
            Manifest.Topic journal = manifest.topic(Cluster.REGISTRY_JOURNAL);
            new Cluster(admin).create(journal);
            copy(journal, writer);
            writer.flush();
            try (RegistryProcess registry = broker.registry();
                    RegistryClient client =
                            new RegistryClient(RegistryConfig.of(List.of(URI.create(registry.url()))))) {
                new TopicsApply(admin, client, ONE_REPLICA, STEP_LIMIT).apply(topics);
                new Cluster(admin).create(manifest.topic(CommandHandlers.stateTopic(topics)));
                SchemaIds ids = new RegistrySchemaIds(
                        client, SchemaCache.in(folder.registry().resolve("schemas.json")));
                for (int partition = 0; partition < topics.partitions(); partition++) {
                    restoreEventsAndState(partition, ids, writer);
                    restoreOutcomes(partition, ids, writer);
                }
                points.requireReached();
                copy(manifest.topic(topics.deploymentCommandsDlq().name()), writer);
                restoreUndecided(writer);
                writer.flush();
            }
        }
    }

    private void restoreEventsAndState(int partition, SchemaIds ids, TopicWriter writer) throws IOException {
        String name = topics.deploymentEvents().name();
        Deserializer<DeploymentEvent> codec = new MessageSerde<>(Codecs.EVENT, ids).deserializer();
        RestoredState state = new RestoredState(ids, topics, ShardLimits.DEFAULTS);
        each(manifest.topic(name), partition, record -> {
            Optional<DeploymentEvent> event = read(codec, name, record);
            if (event.isEmpty()) {
                if (isOfWholeTenant(record)) {
                    unreadable++;
                    writer.write(record.to(name, partition));
                }
            } else if (points.takes(event.get())) {
                fold(state, event.get());
                events++;
                writer.write(record.to(name, partition));
            }
        });
        String changelog = CommandHandlers.stateTopic(topics);
        each(manifest.topic(changelog), partition, record -> {
            byte[] key = record.key();
            if (key != null) {
                state.remember(key, record.value());
            }
        });
        state.forEach((key, value) -> writer.write(new ProducerRecord<>(changelog, partition, key, value)));
    }

    private static void fold(RestoredState state, DeploymentEvent event) {
        try {
            state.fold(event);
        } catch (IllegalArgumentException failure) {
            throw new StandaloneException(
                    "The events of this backup do not follow one another: " + failure.getMessage()
                            + "; nothing was restored. --at can end the tenant's events before that.",
                    failure);
        }
    }

    private void restoreOutcomes(int partition, SchemaIds ids, TopicWriter writer) throws IOException {
        String name = topics.outcomes().name();
        Deserializer<Outcome> codec = new MessageSerde<>(Codecs.OUTCOME, ids).deserializer();
        each(manifest.topic(name), partition, record -> {
            Optional<Outcome> outcome = read(codec, name, record);
            if (outcome.isPresent()
                    && points.reaches(outcome.get().tenant(), outcome.get().sequence())) {
                writer.write(record.to(name, partition));
            }
        });
    }

    /** Commands that nobody had decided: the handlers will, but for tenants that are set back. */
    private void restoreUndecided(TopicWriter writer) throws IOException {
        Manifest.Topic commands = manifest.topic(topics.deploymentCommands().name());
        for (Manifest.Part part : commands.parts()) {
            each(commands, part.partition(), record -> {
                if (isOfWholeTenant(record)) {
                    writer.write(record.to(commands.name(), part.partition()));
                }
            });
        }
    }

    private boolean isOfWholeTenant(StoredRecord record) {
        byte[] tenant = record.key();
        return tenant == null || points.isWhole(new String(tenant, StandardCharsets.UTF_8));
    }

    private void copy(Manifest.Topic topic, TopicWriter writer) throws IOException {
        for (Manifest.Part part : topic.parts()) {
            each(topic, part.partition(), record -> writer.write(record.to(topic.name(), part.partition())));
        }
    }

    private void each(Manifest.Topic topic, int partition, TopicReader.Sink sink) throws IOException {
        Optional<Manifest.Part> part = topic.parts().stream()
                .filter(candidate -> candidate.partition() == partition)
                .findFirst();
        if (part.isEmpty()) {
            return;
        }
        try (RecordsReader reader = new RecordsReader(
                backup.records(topic.name(), partition), part.get().records())) {
            for (Optional<StoredRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                sink.take(next.get());
            }
        }
    }

    private static <T> Optional<T> read(Deserializer<T> codec, String topic, StoredRecord record) {
        try {
            byte[] value = record.value();
            return value == null ? Optional.empty() : Optional.ofNullable(codec.deserialize(topic, value));
        } catch (SerializationException unreadable) {
            return Optional.empty();
        }
    }
}
