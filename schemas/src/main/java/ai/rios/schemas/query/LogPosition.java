package ai.rios.schemas.query;

/**
 * A place in the events topic.
 *
 * @param topicId the topic's id as Kafka prints it; another id is another log
 * @param partition from 0
 * @param nextOffset offset of the first record not yet seen
 */
public record LogPosition(String topicId, int partition, long nextOffset) {}
