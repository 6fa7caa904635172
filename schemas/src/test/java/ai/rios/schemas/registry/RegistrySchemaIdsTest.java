package ai.rios.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.codec.UnknownSchemaException;
import ai.rios.schemas.registry.RegistrySchemaIds.Confirmation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySchemaIdsTest {
    private static final String SUBJECT = "rios.deployments.events-value";
    private static final Schema SCHEMA = Codecs.EVENT.schema();

    @TempDir
    Path folder;

    private final RegistryStub stub = RegistryStub.start();
    private final RegistryClient client = new RegistryClient(
            new RegistryConfig(List.of(stub.url()), null, null, Duration.ofSeconds(5), 1, Duration.ofMillis(1)));

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    private RegistrySchemaIds withFile() {
        return new RegistrySchemaIds(client, SchemaCache.in(folder.resolve("schemas.json")));
    }

    @Test
    void theRegistryIsAskedOnceASchema() {
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
        int id = client.register(SUBJECT, SCHEMA);
        int before = stub.requests().size();

        for (int i = 0; i < 10; i++) {
            assertThat(ids.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
            assertThat(ids.schemaOf(id).getFullName()).isEqualTo(SCHEMA.getFullName());
        }

        assertThat(stub.requests()).hasSize(before + 1);
    }

    @Test
    void aMissingSchemaIsNeverRegisteredButNamedWithWhatToDo() {
        assertThatThrownBy(() -> withFile().idOf(SUBJECT, SCHEMA))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining("./rios topics apply");
        assertThat(stub.requests()).allMatch(request -> !request.endsWith("/versions"));
    }

    @Test
    void aServiceThatKnowsItsIdsStartsWithoutTheRegistry() {
        int id = client.register(SUBJECT, SCHEMA);
        withFile().idOf(SUBJECT, SCHEMA);
        stub.close();

        RegistrySchemaIds restarted = withFile();

        assertThat(restarted.confirm()).isEqualTo(Confirmation.UNANSWERED);
        assertThat(restarted.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
        assertThat(restarted.schemaOf(id).getFullName()).isEqualTo(SCHEMA.getFullName());
        assertThatThrownBy(() -> restarted.schemaOf(id + 1)).isInstanceOf(SchemasUnavailableException.class);
    }

    @Test
    void whatMayBeWrittenIsKnownBeforeItIsWritten() {
        int id = client.register(SUBJECT, SCHEMA);
        RegistrySchemaIds ids = RegistrySchemaIds.confirmed(client, SchemaCache.inMemory(), Map.of(SUBJECT, SCHEMA));

        stub.close();

        assertThat(ids.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
        assertThat(ids.schemaOf(id).getFullName()).isEqualTo(SCHEMA.getFullName());
    }

    @Test
    void whatCannotBeKnownAheadIsAskedForWhenItIsWritten() {
        RegistrySchemaIds ids = RegistrySchemaIds.confirmed(client, SchemaCache.inMemory(), Map.of(SUBJECT, SCHEMA));

        int id = client.register(SUBJECT, SCHEMA);

        assertThat(ids.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
    }

    @Test
    void aSilentRegistryIsNotAskedForEachSchema() {
        client.register(SUBJECT, SCHEMA);
        withFile().idOf(SUBJECT, SCHEMA);
        stub.failNext(List.of(500, 500, 500, 500));
        int before = stub.requests().size();

        RegistrySchemaIds.confirmed(
                client,
                SchemaCache.in(folder.resolve("schemas.json")),
                Map.of(SUBJECT, SCHEMA, "other", Codecs.OUTCOME.schema()));

        assertThat(stub.requests()).hasSize(before + 1);
    }

    @Test
    void aSchemaReadByItsIdAloneIsKeptInTheFileToo() {
        int id = client.register(SUBJECT, SCHEMA);
        withFile().schemaOf(id);
        stub.close();

        assertThat(withFile().schemaOf(id).getFullName()).isEqualTo(SCHEMA.getFullName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[{\"subject\":\"s\",\"id\":1,\"schema\":\"not a schema\"}]",
                "[{\"id\":1,\"schema\":\"\\\"string\\\"\"}]"
            })
    void aCorruptFileIsMadeAnew(String content) throws IOException {
        int id = client.register(SUBJECT, SCHEMA);
        Files.writeString(folder.resolve("schemas.json"), content);

        assertThat(withFile().idOf(SUBJECT, SCHEMA)).isEqualTo(id);

        stub.close();
        assertThat(withFile().idOf(SUBJECT, SCHEMA)).isEqualTo(id);
    }

    @Test
    void aFileThatCannotBeWrittenDisturbsNothing() throws IOException {
        int id = client.register(SUBJECT, SCHEMA);
        Path inTheWay = Files.createFile(folder.resolve("file"));
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.in(inTheWay.resolve("schemas.json")));

        assertThat(ids.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
    }

    @Test
    void processesThatShareAFileKeepWhatTheOthersLearnt() throws IOException {
        int event = client.register(SUBJECT, SCHEMA);
        int outcome = client.register("rios.outcomes-value", Codecs.OUTCOME.schema());
        RegistrySchemaIds one = withFile();
        RegistrySchemaIds other = withFile();
        one.idOf(SUBJECT, SCHEMA);
        other.idOf("rios.outcomes-value", Codecs.OUTCOME.schema());
        stub.close();

        RegistrySchemaIds third = withFile();

        assertThat(third.idOf(SUBJECT, SCHEMA)).isEqualTo(event);
        assertThat(third.idOf("rios.outcomes-value", Codecs.OUTCOME.schema())).isEqualTo(outcome);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aRegistryThatRefusesUsSaysNothingAboutASchema() {
        stub.wantAuthorization("Basic other");

        assertThatThrownBy(() -> withFile().schemaOf(1))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessageContaining("401");
        assertThatThrownBy(() -> withFile().idOf(SUBJECT, SCHEMA)).isInstanceOf(SchemasUnavailableException.class);
    }

    @ParameterizedTest
    @MethodSource("ai.rios.schemas.registry.RegistryClientTest#notTheRegistrys404")
    void aGatewaysNotFoundCondemnsNeitherARecordNorTheFile(String body) {
        int id = client.register(SUBJECT, SCHEMA);
        withFile().idOf(SUBJECT, SCHEMA);
        stub.answerAlways(404, body);

        RegistrySchemaIds restarted = withFile();

        assertThat(restarted.confirm()).isEqualTo(Confirmation.UNANSWERED);
        assertThat(restarted.idOf(SUBJECT, SCHEMA)).isEqualTo(id);
        assertThatThrownBy(() -> restarted.schemaOf(id + 1)).isInstanceOf(SchemasUnavailableException.class);
        stub.answerAgain();
        assertThatThrownBy(() -> restarted.schemaOf(id + 1)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void aRegistryThatDoesNotKnowWhatItToldBeforeIsNotBelieved() {
        client.register(SUBJECT, SCHEMA);
        int later = client.register("other", Codecs.OUTCOME.schema());
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
        ids.idOf(SUBJECT, SCHEMA);
        stub.findNothing(2);

        assertThatThrownBy(() -> ids.schemaOf(later))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessageContaining("it is starting, or its data are lost");
        assertThat(ids.schemaOf(later).getFullName())
                .isEqualTo(Codecs.OUTCOME.schema().getFullName());
    }

    @Test
    void aRegistryWhoseDataAreLostIsNotBelieved() {
        int id = client.register(SUBJECT, SCHEMA);
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
        ids.idOf(SUBJECT, SCHEMA);
        stub.wipe();

        assertThatThrownBy(() -> ids.schemaOf(id + 1)).isInstanceOf(SchemasUnavailableException.class);
    }

    @Test
    void whatARegistryReadsBehindTheNewestThatIsKnownIsFoundByASecondLook() {
        client.register(SUBJECT, SCHEMA);
        int later = client.register("other", Codecs.OUTCOME.schema());
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
        ids.idOf(SUBJECT, SCHEMA);
        stub.findNothing(1);

        assertThat(ids.schemaOf(later).getFullName())
                .isEqualTo(Codecs.OUTCOME.schema().getFullName());
    }

    @Test
    void whereNothingIsKnownTheRegistryMustHaveSomething() {
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
        assertThatThrownBy(() -> ids.schemaOf(7)).isInstanceOf(SchemasUnavailableException.class);
        client.register(SUBJECT, SCHEMA);

        assertThatThrownBy(() -> ids.schemaOf(7)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void aRegistryThatHasProvenWhatItKnowsIsBelievedForAMoment() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE);
        client.register(SUBJECT, SCHEMA);
        RegistrySchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory(), clock::get);
        int looks = requestsFor(ids);
        assertThat(looks).isEqualTo(3);
        clock.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(requestsFor(ids)).isEqualTo(1);
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(requestsFor(ids)).isEqualTo(looks);
    }

    /** How many it takes to find out that there is no such schema. */
    private int requestsFor(RegistrySchemaIds ids) {
        int before = stub.requests().size();
        assertThatThrownBy(() -> ids.schemaOf(7)).isInstanceOf(UnknownSchemaException.class);
        return stub.requests().size() - before;
    }

    @Test
    void anotherRegistrysFileIsForgotten() {
        client.register("other", Codecs.OUTCOME.schema());
        client.register(SUBJECT, SCHEMA);
        withFile().idOf(SUBJECT, SCHEMA);
        assertThat(withFile().confirm()).isEqualTo(Confirmation.CONFIRMED);
        stub.wipe();

        RegistrySchemaIds restarted = withFile();

        assertThat(restarted.confirm()).isEqualTo(Confirmation.FORGOTTEN);
        assertThatThrownBy(() -> restarted.idOf(SUBJECT, SCHEMA)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> withFile().idOf(SUBJECT, SCHEMA)).isInstanceOf(UnknownSchemaException.class);
    }
}
