package ai.rios.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.codec.UnknownSchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
    private static final String SUBJECT = "rios.deployments.events-value";
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final Schema BAD = SchemaBuilder.record("DeploymentEvent")
            .namespace("ai.rios.schemas.avro")
            .fields()
            .requiredString("must")
            .endRecord();

    private final RegistryStub stub = RegistryStub.start();
    private final RegistryClient client = new RegistryClient(quick(List.of(stub.url())));

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    private static RegistryConfig quick(List<URI> urls) {
        return new RegistryConfig(urls, null, null, Duration.ofSeconds(5), 3, Duration.ofMillis(1));
    }

    @Test
    void aRegisteredSchemaIsFoundBySubjectAndById() {
        int id = client.register(SUBJECT, Codecs.EVENT.schema());

        assertThat(client.find(SUBJECT, Codecs.EVENT.schema())).isEqualTo(OptionalInt.of(id));
        assertThat(client.schema(id).getFullName()).isEqualTo("ai.rios.schemas.avro.DeploymentEvent");
        assertThat(client.register(SUBJECT, Codecs.EVENT.schema())).isEqualTo(id);
    }

    @Test
    void whatIsNotRegisteredIsNotFound() {
        assertThat(client.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();
        assertThat(client.compatibility(SUBJECT)).isEmpty();
        assertThatThrownBy(() -> client.schema(77))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("77");
    }

    @Test
    void strangersSeeNoHintsForJava() {
        int id = client.register(SUBJECT, Codecs.EVENT.schema());

        assertThat(Codecs.EVENT.schema().toString()).contains("avro.java.string");
        assertThat(client.schema(id).toString()).doesNotContain("avro.java.string");
        assertThat(client.schema(id)).isEqualTo(new Schema.Parser().parse(PublishedSchema.textOf(client.schema(id))));
    }

    @Test
    void aRefusalNamesSubjectLevelAndReason() {
        client.register(SUBJECT, Codecs.EVENT.schema());
        assertThat(client.setCompatibility(SUBJECT, RegistryClient.FULL_TRANSITIVE))
                .isTrue();

        assertThat(client.incompatibilities(SUBJECT, Codecs.EVENT.schema())).isEmpty();
        assertThat(client.incompatibilities(SUBJECT, BAD)).isNotEmpty();
        assertThatThrownBy(() -> client.register(SUBJECT, BAD))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining("FULL_TRANSITIVE")
                .hasMessageContaining("incompatible");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void passingFailuresAreTriedAgain(int status) {
        stub.failNext(List.of(status, status));

        assertThat(client.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();

        assertThat(stub.requests()).hasSize(3);
    }

    @Test
    void triesAreBounded() {
        stub.failNext(List.of(503, 503, 503, 503));

        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessageContaining("answered 503");
        assertThat(stub.requests()).hasSize(3);
    }

    @Test
    void anAddressThatDoesNotAnswerPassesTheCallOn() {
        try (RegistryClient two = new RegistryClient(quick(List.of(NOBODY, stub.url())))) {
            assertThat(two.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();
        }
    }

    @Test
    void anAddressThatIsNoRegistryPassesTheCallOn() {
        try (RegistryStub gateway = RegistryStub.start()) {
            gateway.answerAlways(404, "");
            try (RegistryClient two = new RegistryClient(quick(List.of(gateway.url(), stub.url())))) {
                assertThat(two.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();
            }
        }
    }

    @Test
    void whenNoAddressAnswersTheErrorNamesAll() {
        RegistryStub gone = RegistryStub.start();
        gone.close();
        try (RegistryClient two = new RegistryClient(quick(List.of(NOBODY, gone.url())))) {
            assertThatThrownBy(() -> two.schema(1))
                    .isInstanceOf(SchemasUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageContaining(gone.url().getAuthority());
        }
    }

    @Test
    void basicAuthenticationIsSent() {
        stub.wantAuthorization("Basic cmlvczpzZWNyZXQ=");
        RegistryConfig config = new RegistryConfig(
                List.of(stub.url()),
                new RegistryConfig.Credentials("rios", "secret"),
                null,
                Duration.ofSeconds(5),
                1,
                Duration.ofMillis(1));
        try (RegistryClient known = new RegistryClient(config)) {
            assertThat(known.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();
        }
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("401")
                .hasMessageContaining("registry.user");
        assertThat(config.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>"})
    void anotherServiceIsRecognised(String body) {
        stub.answerAlways(200, body);
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is it one?");
    }

    @Test
    void anAnswerWithoutASchemaSaysNothingAboutTheSchema() {
        stub.answerAlways(200, "{}");
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("without a schema");
    }

    @ParameterizedTest
    @MethodSource("notTheRegistrys404")
    void onlyTheRegistryItselfCanSayThatSomethingIsNotThere(String body) {
        stub.answerAlways(404, body);

        List<ThrowingCallable> calls = List.of(
                () -> client.schema(1),
                () -> client.find(SUBJECT, Codecs.EVENT.schema()),
                () -> client.compatibility(SUBJECT),
                () -> client.setCompatibility(SUBJECT, RegistryClient.FULL_TRANSITIVE),
                () -> client.incompatibilities(SUBJECT, Codecs.EVENT.schema()));

        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(RegistryException.class)
                        .hasMessageContaining("404")
                        .hasMessageContaining("registry.urls"));
    }

    /** A gateway's, Apicurio's own outside the interface, and Confluent's for a path that does not exist. */
    static List<String> notTheRegistrys404() {
        return List.of(
                "",
                "<html>",
                "{\"title\":\"Could not find resource\",\"status\":404}",
                "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void aRefusalOfOurCredentialsSaysWhereTheyAreSet(String body) {
        stub.answerAlways(401, body);
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("401 (see registry.user)");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        stub.answerAlways(200, "\"" + "x".repeat((int) RegistryTransport.MAX_ANSWER_BYTES) + "\"");

        assertThatThrownBy(() -> client.schema(1)).isInstanceOf(SchemasUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tls/registry-certificate.pem", "/tls/registry-trust.p12"})
    void tlsTrustsTheGivenCertificatesOnly(String trustStore) throws Exception {
        try (RegistryStub tls = RegistryStub.start(serverContext())) {
            RegistryConfig trusting = new RegistryConfig(
                    List.of(tls.url()),
                    null,
                    new RegistryConfig.TrustStore(resource(trustStore), "changeit"),
                    Duration.ofSeconds(5),
                    1,
                    Duration.ofMillis(1));
            try (RegistryClient known = new RegistryClient(trusting);
                    RegistryClient stranger = new RegistryClient(quick(List.of(tls.url())))) {
                assertThat(known.find(SUBJECT, Codecs.EVENT.schema())).isEmpty();
                assertThatThrownBy(() -> stranger.schema(1)).isInstanceOf(SchemasUnavailableException.class);
            }
        }
    }

    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        RegistryConfig config = new RegistryConfig(
                List.of(NOBODY),
                null,
                new RegistryConfig.TrustStore(Path.of("/nowhere/ca.pem"), ""),
                Duration.ofSeconds(5),
                1,
                Duration.ofMillis(1));

        assertThatThrownBy(() -> new RegistryClient(config))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("/nowhere/ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host:80", "http://user:secret@host"})
    void badAddressesAreRefusedWithoutRepeatingSecrets(String url) {
        assertThatThrownBy(() -> RegistryConfig.of(List.of(URI.create(url))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registry.urls")
                .hasMessageNotContaining("secret");
    }

    private static SSLContext serverContext() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = RegistryClientTest.class.getResourceAsStream("/tls/registry-server.p12")) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RegistryClientTest.class.getResource(name))
                .toURI());
    }
}
