package ai.rios.standalone.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.SchemaRefusedException;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.schemas.topics.TopicsApply.SubjectAction;
import ai.rios.schemas.topics.TopicsApply.TopicAction;
import ai.rios.schemas.topics.TopicsApplyException;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.testing.Shell;
import ai.rios.standalone.testing.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The deploy step against a running broker and registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TopicsApplyIT {
    private final Deployed deployed = Deployed.forTest(TopicsApplyIT.class);

    private static Stream<Arguments> badVersions() {
        return subjects().flatMap(topic -> {
            Schema schema = Objects.requireNonNull(topic.valueCodec()).schema();
            return Stream.of(
                    Arguments.of(topic.subject(), "a field without default", withRequiredField(schema)),
                    Arguments.of(topic.subject(), "another type", withFirstStringAsLong(schema)),
                    Arguments.of(topic.subject(), "another branch in a union", withWiderUnion(schema)));
        });
    }

    private static Stream<TopicSpec> subjects() {
        return TopicCatalogue.of("topicsapplyit.", 3).all().stream().filter(topic -> topic.valueCodec() != null);
    }

    @BeforeAll
    void applyOnce() {
        deployed.apply();
    }

    @AfterAll
    void close() {
        deployed.close();
    }

    @Test
    void everythingIsMadeOnceAndThenLeftAlone() throws Exception {
        TopicCatalogue fresh = TopicCatalogue.of("topicsapplyit.fresh.", 2);

        TopicsApply.Report first = deployed.apply(fresh);
        TopicsApply.Report second = deployed.apply(fresh);

        assertThat(first.topics()).allMatch(topic -> topic.action() == TopicAction.CREATED);
        assertThat(first.subjects()).hasSize(4).allMatch(subject -> subject.action() == SubjectAction.REGISTERED);
        assertThat(second.changedSomething()).as(second.lines().toString()).isFalse();
        Map<String, TopicDescription> described = deployed.admin()
                .describeTopics(fresh.all().stream().map(TopicSpec::name).toList())
                .allTopicNames()
                .get();
        described.forEach((name, description) ->
                assertThat(description.partitions()).as(name).hasSize(name.endsWith(".control") ? 1 : 2));
    }

    @Test
    void theVerbMakesThemOnAnyClusterAndSaysWhatItDid() {
        List<String> first = appliedByVerb();
        List<String> second = appliedByVerb();

        assertThat(first)
                .filteredOn(line -> line.startsWith("topic "))
                .hasSameSizeAs(deployed.catalogue().all())
                .allMatch(line -> line.contains("  created"));
        assertThat(first)
                .filteredOn(line -> line.startsWith("schema "))
                .hasSize((int) subjects().count())
                .allMatch(line -> line.endsWith(RegistryClient.FULL_TRANSITIVE));
        assertThat(second).hasSameSizeAs(first).allMatch(line -> line.contains("  unchanged"));
    }

    private static List<String> appliedByVerb() {
        TestCluster cluster = TestCluster.shared();
        String[] command = {
            "topics",
            "apply",
            "--replication=1",
            "--set=kafka.bootstrap-servers=" + cluster.bootstrapServers(),
            "--set=registry.urls=" + cluster.registryUrl(),
            "--set=topic.prefix=topicsapplyit.verb.",
            "--set=topic.partitions=2"
        };
        Shell shell = new Shell();

        int status = shell.run(Installation.locate().home(), command);

        assertThat(status).as(shell.complained()).isZero();
        return shell.printed().lines().toList();
    }

    @Test
    void theLevelOfEverySubjectIsReadBack() {
        assertThat(deployed.apply().subjects())
                .allMatch(subject -> subject.compatibility().equals(RegistryClient.FULL_TRANSITIVE));
        assertThat(subjects().map(TopicSpec::subject))
                .allMatch(subject -> deployed.registry()
                        .compatibility(subject)
                        .orElse("NONE")
                        .equals(RegistryClient.FULL_TRANSITIVE));
    }

    @Test
    void aSettingThatSomebodyChangedIsSetAgain() throws Exception {
        String name = deployed.catalogue().outcomes().name();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        AlterConfigOp drift = new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
        deployed.admin()
                .incrementalAlterConfigs(Map.of(topic, List.of(drift)))
                .all()
                .get();

        TopicsApply.Report report = deployed.apply();

        assertThat(report.topics())
                .filteredOn(result -> result.action() == TopicAction.CONFIGURED)
                .containsExactly(new TopicsApply.TopicResult(
                        name, TopicAction.CONFIGURED, List.of("retention.ms=172800000 (was 1000)")));
        assertThat(deployed.apply().changedSomething()).isFalse();
    }

    @Test
    void anotherNumberOfPartitionsIsAnErrorThatSaysWhatToDo() {
        TopicCatalogue wider = TopicCatalogue.of(deployed.catalogue().prefix(), 5);

        assertThatThrownBy(() -> deployed.apply(wider))
                .isInstanceOf(TopicsApplyException.class)
                .hasMessageContaining("has 3 partitions where 5 are configured")
                .hasMessageContaining("topic.partitions");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badVersions")
    void theRegistryRefusesABadVersionOfEverySubject(String subject, String what, Schema bad) {
        assertThat(deployed.registry().incompatibilities(subject, bad)).isNotEmpty();
        assertThatThrownBy(() -> deployed.registry().register(subject, bad))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(subject)
                .hasMessageContaining(RegistryClient.FULL_TRANSITIVE);
    }

    private static Schema withRequiredField(Schema schema) {
        List<Schema.Field> fields = copies(schema);
        fields.add(new Schema.Field("must", Schema.create(Schema.Type.STRING), null, null));
        return copy(schema, fields);
    }

    private static Schema withFirstStringAsLong(Schema schema) {
        List<Schema.Field> fields = copies(schema);
        int index = first(fields, Schema.Type.STRING);
        fields.set(
                index, new Schema.Field(fields.get(index).name(), Schema.create(Schema.Type.LONG), null, (Object) 0L));
        return copy(schema, fields);
    }

    private static Schema withWiderUnion(Schema schema) {
        List<Schema.Field> fields = copies(schema);
        int index = first(fields, Schema.Type.UNION);
        List<Schema> branches = new ArrayList<>(fields.get(index).schema().getTypes());
        branches.add(Schema.create(Schema.Type.BOOLEAN));
        fields.set(
                index,
                new Schema.Field(
                        fields.get(index).name(), Schema.createUnion(branches), null, JsonProperties.NULL_VALUE));
        return copy(schema, fields);
    }

    private static int first(List<Schema.Field> fields, Schema.Type type) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).schema().getType() == type) {
                return i;
            }
        }
        throw new IllegalArgumentException("no field of type " + type);
    }

    private static List<Schema.Field> copies(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return fields;
    }

    private static Schema copy(Schema schema, List<Schema.Field> fields) {
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }
}
