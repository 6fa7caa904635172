package ai.rios.schemas.topics;

import ai.rios.schemas.registry.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * The deploy step: makes the cluster's topics and the registry's schemas what the catalogue says. It creates what is missing, sets
 * settings that differ, registers every schema and sets its subject's compatibility to {@value RegistryClient#FULL_TRANSITIVE},
 * reading it back. Doing it again changes nothing. It never deletes, and never changes partitions.
 *
 * <p>Blocking; used by one thread.
 */
public final class TopicsApply {
    /** Replication that leaves the number to the broker's {@code default.replication.factor}. */
    public static final short BROKER_DEFAULT_REPLICATION = -1;

    private final ClusterTopics topics;
    private final SubjectSchemas schemas;

    /**
     * @param admin of the cluster; not closed here
     * @param registry of the schemas; not closed here
     * @param replication of new topics, or {@link #BROKER_DEFAULT_REPLICATION}
     * @param timeout for each step that waits for the cluster
     */
    public TopicsApply(Admin admin, RegistryClient registry, short replication, Duration timeout) {
        this.topics = new ClusterTopics(admin, replication, timeout);
        this.schemas = new SubjectSchemas(registry);
    }

    /**
     * What was done.
     *
     * @param topics in the catalogue's order
     * @param subjects in the catalogue's order
     */
    public record Report(List<TopicResult> topics, List<SubjectResult> subjects) {
        public Report {
            topics = List.copyOf(topics);
            subjects = List.copyOf(subjects);
        }

        /** Whether anything had to be done. */
        public boolean changedSomething() {
            return topics.stream().anyMatch(topic -> topic.action() != TopicAction.UNCHANGED)
                    || subjects.stream().anyMatch(subject -> subject.action() != SubjectAction.UNCHANGED);
        }

        /** A line for people for each topic, then each subject. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            topics.forEach(topic ->
                    lines.add("topic   " + topic.name() + "  " + topic.action().word()
                            + (topic.changes().isEmpty() ? "" : " " + String.join(", ", topic.changes()))));
            subjects.forEach(subject -> lines.add("schema  " + subject.subject() + "  id " + subject.id() + "  "
                    + subject.action().word() + "  " + subject.compatibility()));
            return lines;
        }
    }

    /** What was done to a topic. */
    public enum TopicAction {
        CREATED("created"),
        /** Settings that differed were set. */
        CONFIGURED("set"),
        UNCHANGED("unchanged");

        private final String word;

        TopicAction(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    /**
     * A topic after the step.
     *
     * @param changes settings that were set, as {@code name=value (was value)}
     */
    public record TopicResult(String name, TopicAction action, List<String> changes) {
        public TopicResult {
            changes = List.copyOf(changes);
        }
    }

    /** What was done to a subject. */
    public enum SubjectAction {
        /** The schema is a new version. */
        REGISTERED("registered"),
        /** The schema was there; its subject's compatibility was set. */
        LEVEL_SET("compatibility set"),
        UNCHANGED("unchanged");

        private final String word;

        SubjectAction(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    /**
     * A subject after the step.
     *
     * @param id of this build's schema
     * @param compatibility level as read back
     */
    public record SubjectResult(String subject, int id, SubjectAction action, String compatibility) {}

    /**
     * Applies a catalogue.
     *
     * @throws TopicsApplyException when the cluster does not answer or cannot be what the catalogue says, such as a topic with another
     *     number of partitions
     * @throws ai.rios.schemas.registry.SchemaRefusedException when the registry refuses a schema
     * @throws ai.rios.schemas.codec.SchemasUnavailableException when the registry does not answer
     */
    public Report apply(TopicCatalogue catalogue) {
        List<TopicResult> topicResults = topics.apply(catalogue.all());
        List<SubjectResult> subjectResults = new ArrayList<>();
        for (TopicSpec topic : catalogue.all()) {
            if (topic.valueCodec() != null) {
                subjectResults.add(
                        schemas.apply(topic.subject(), topic.valueCodec().schema()));
            }
        }
        return new Report(topicResults, subjectResults);
    }
}
