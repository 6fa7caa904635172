package ai.rios.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistryStub;
import ai.rios.schemas.registry.SchemaRefusedException;
import ai.rios.schemas.topics.TopicsApply.SubjectAction;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectSchemasTest {
    private static final String SUBJECT = "rios.deployments.events-value";
    private static final Schema BAD = SchemaBuilder.record("DeploymentEvent")
            .namespace("ai.rios.schemas.avro")
            .fields()
            .requiredString("must")
            .endRecord();

    private final RegistryStub stub = RegistryStub.start();
    private final RegistryClient client = new RegistryClient(RegistryConfig.of(List.of(stub.url())));
    private final SubjectSchemas schemas = new SubjectSchemas(client);

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewSubjectIsRegisteredAndItsLevelHolds(boolean levelsNeedSubjects) {
        if (levelsNeedSubjects) {
            stub.levelsNeedSubjects();
        }

        TopicsApply.SubjectResult result = schemas.apply(SUBJECT, Codecs.EVENT.schema());

        assertThat(result.action()).isEqualTo(SubjectAction.REGISTERED);
        assertThat(result.compatibility()).isEqualTo("FULL_TRANSITIVE");
        assertThat(client.compatibility(SUBJECT)).contains("FULL_TRANSITIVE");
    }

    @Test
    void doingItAgainChangesNothing() {
        int id = schemas.apply(SUBJECT, Codecs.EVENT.schema()).id();

        TopicsApply.SubjectResult again = schemas.apply(SUBJECT, Codecs.EVENT.schema());

        assertThat(again)
                .isEqualTo(new TopicsApply.SubjectResult(SUBJECT, id, SubjectAction.UNCHANGED, "FULL_TRANSITIVE"));
    }

    @Test
    void aLevelThatSomebodyChangedIsSetAgain() {
        schemas.apply(SUBJECT, Codecs.EVENT.schema());
        client.setCompatibility(SUBJECT, "NONE");

        assertThat(schemas.apply(SUBJECT, Codecs.EVENT.schema()).action()).isEqualTo(SubjectAction.LEVEL_SET);
        assertThat(client.compatibility(SUBJECT)).contains("FULL_TRANSITIVE");
    }

    @Test
    void aBadVersionIsRefused() {
        schemas.apply(SUBJECT, Codecs.EVENT.schema());

        assertThatThrownBy(() -> schemas.apply(SUBJECT, BAD)).isInstanceOf(SchemaRefusedException.class);
    }
}
