package ai.rios.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.Codecs;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCatalogueTest {
    private final TopicCatalogue catalogue =
            TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);

    @Test
    void everyNameStartsWithThePrefixAndIsUnique() {
        assertThat(TopicCatalogue.of("mine.", 3).all())
                .allMatch(topic -> topic.name().startsWith("mine."));
        assertThat(new HashSet<>(catalogue.all().stream().map(TopicSpec::name).toList()))
                .hasSize(catalogue.all().size());
    }

    @Test
    void whatIsKeyedByTenantIsCoPartitioned() {
        assertThat(catalogue.all())
                .filteredOn(topic -> topic.key().startsWith("tenant"))
                .allMatch(topic -> topic.partitions() == 12);
        assertThat(catalogue.control().partitions()).isEqualTo(1);
    }

    @Test
    void commandsTakeTheBrokersTime() {
        assertThat(catalogue.deploymentCommands().config())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("retention.ms", "604800000");
    }

    @Test
    void eventsAreKeptForEver() {
        assertThat(catalogue.deploymentEvents().retention()).isNull();
        assertThat(catalogue.deploymentEvents().config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1");
    }

    @Test
    void snapshotsAndSwitchesAreCompacted() {
        assertThat(catalogue.deploymentSnapshots().config()).containsEntry("cleanup.policy", "compact");
        assertThat(catalogue.control().config()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void outcomesAreKeptTwoDaysAndDeadLettersThirty() {
        assertThat(catalogue.outcomes().retention()).isEqualTo(Duration.ofDays(2));
        assertThat(catalogue.deploymentCommandsDlq().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(catalogue.deploymentCommandsDlq().name()).isEqualTo("rios.deployments.commands.dlq");
        assertThat(catalogue.deploymentCommandsDlq().valueCodec()).isNull();
    }

    @Test
    void everyTopicTakesTwoMebibytes() {
        assertThat(catalogue.all())
                .allMatch(topic -> "2097152".equals(topic.config().get("max.message.bytes")));
    }

    @Test
    void subjectsAreNamedByTheirTopics() {
        assertThat(catalogue.deploymentEvents().subject()).isEqualTo("rios.deployments.events-value");
        assertThat(catalogue.deploymentEvents().valueCodec()).isSameAs(Codecs.EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"has space.", "slash/", "ü"})
    void badPrefixesAreRefused(String prefix) {
        assertThatThrownBy(() -> TopicCatalogue.of(prefix, 1)).hasMessageContaining("topic.prefix");
    }

    @Test
    void thereIsAtLeastOnePartition() {
        assertThatThrownBy(() -> TopicCatalogue.of("rios.", 0)).hasMessageContaining("1 or more");
    }
}
