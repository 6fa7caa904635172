package ai.rios.commands.kafka;

/**
 * How far a partition's commands have been decided. Immutable.
 *
 * @param topicId of the topic that the offset is of; a topic made again under the same name has another
 * @param offset highest decided
 */
record DecidedOffset(String topicId, long offset) {}
