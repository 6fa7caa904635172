package ai.rios.commands.kafka;

import ai.rios.commands.deployment.Shard;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.ids.DerivedIds;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the processors of all partitions share. Thread-safe.
 *
 * @param commandsTopicId id of the commands topic; with it goes the meaning of the offsets that are kept
 * @param timerInterval between two looks at what is due, while anything waits
 */
record CommandProcessing(
        TopicCatalogue topics,
        SchemaIds schemaIds,
        String commandsTopicId,
        ShardLimits limits,
        Duration timerInterval,
        Shard shard,
        StateCheck stateCheck,
        Tracing tracing,
        CommandMeters meters) {

    /** A command as it stands on its topic; null of null. */
    byte @Nullable [] bytesOf(@Nullable DeploymentCommand command) {
        return command == null
                ? null
                : new MessageSerde<>(Codecs.COMMAND, schemaIds)
                        .serializer()
                        .serialize(topics.deploymentCommands().name(), command);
    }

    static CommandProcessing of(
            TopicCatalogue topics,
            SchemaIds schemaIds,
            LogIdentity log,
            ShardLimits limits,
            Duration timerInterval,
            LastEventReader lastEvents,
            Tracing tracing,
            MeterRegistry meters,
            InstantSource clock) {
        DerivedIds ids = new DerivedIds(log.clusterId(), log.commandsTopicId());
        return new CommandProcessing(
                topics,
                schemaIds,
                log.commandsTopicId(),
                limits,
                timerInterval,
                new Shard(new LogDecisionIds(ids), limits, clock),
                new StateCheck(lastEvents),
                tracing,
                new CommandMeters(meters));
    }
}
