package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Scopes;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.http.ApiVersion;
import ai.rios.edge.http.ApiVersions;
import ai.rios.edge.http.Route;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.SpecRules;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document and the routes say the same. */
class OpenApiTest {
    private static final String HEX_64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    @TempDir
    static Path folder;

    private static EdgeFixture edge;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
        document = edge.get("/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private static JsonNode operation(Route route) {
        return document.path("paths").path(route.template()).path(route.method().toLowerCase(Locale.ROOT));
    }

    @Test
    void everyRouteIsDocumentedAndTheReverse() {
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(method -> path.getValue().has(method))
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + ' ' + path.getKey())));
        Set<String> routed = new TreeSet<>();
        edge.edge.routes().forEach(route -> routed.add(route.method() + ' ' + route.template()));

        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(documented).isEqualTo(routed);
    }

    private static boolean isStream(Route route) {
        return route.template().equals("/v1/stream");
    }

    /** Statuses of the errors that a route can give, by what it is. */
    private static Set<Integer> errors(Route route) {
        boolean writes = route.template().startsWith("/v1/") && !route.method().equals("GET");
        boolean decided = writes && !route.template().equals("/v1/tickets");
        boolean hasBody = writes && !route.method().equals("DELETE");
        Set<Integer> errors = new TreeSet<>(List.of(406, 414, 431, 500));
        if (route.template().startsWith("/v1/")) {
            errors.addAll(
                    List.of(400, 401, 403, 410)); // 410 for the version, and for the cursors of those that take one
        }
        if (!route.template().equals("/metrics")) {
            errors.add(503); // too much is under way; of health, that it is bad
        }
        if (writes) {
            errors.add(413); // a body, also one that nobody reads
        }
        if (hasBody) {
            errors.add(415);
        }
        if (decided) {
            errors.addAll(List.of(409, 422, 429, 504));
        }
        if (route.template().contains("{id}") || (route.template().equals("/v1/deployments") && writes)) {
            errors.add(404); // a repeated create too, when the history of what it made is no longer kept
        }
        if (writes && route.template().matches("/v1/deployments(/\\{id})?")) {
            errors.add(412);
        }
        if (Set.of("PUT", "DELETE").contains(route.method())) {
            errors.add(428);
        }
        if (isStream(route)) {
            errors.addAll(List.of(426, 429));
        }
        return errors;
    }

    @Test
    void errorsAreThoseThatTheRouteCanGive() {
        for (Route route : edge.edge.routes()) {
            Set<Integer> documented = new TreeSet<>();
            operation(route).path("responses").fieldNames().forEachRemaining(status -> {
                if (Integer.parseInt(status) >= 400) {
                    documented.add(Integer.parseInt(status));
                }
            });

            assertThat(documented).as(route.method() + ' ' + route.template()).isEqualTo(errors(route));
        }
    }

    @Test
    void aRefusedWriteNamesItsOperation() {
        Set<ApiCode> decided = EnumSet.of(ApiCode.TIMEOUT, ApiCode.PROJECTION_BEHIND);
        Arrays.stream(ErrorCode.values()).map(ApiCode::of).forEach(decided::add);
        for (ApiCode code : decided) {
            List<JsonNode> responses = document.at("/components/responses")
                    .valueStream()
                    .filter(response -> response.path("description").asText().contains('`' + code.wire() + '`'))
                    .toList();

            assertThat(responses).as(code.wire()).hasSize(1);
            assertThat(responses.getFirst().path("headers").has("X-RiOS-Operation"))
                    .as(code.wire())
                    .isTrue();
        }
    }

    @Test
    void parametersOfTheQueryAreThoseThatTheRouteTakes() {
        for (Route route : edge.edge.routes()) {
            Set<String> documented = new HashSet<>();
            operation(route).path("parameters").forEach(parameter -> {
                JsonNode resolved = resolved(parameter);
                if (resolved.path("in").asText().equals("query")) {
                    documented.add(resolved.path("name").asText());
                }
            });
            Set<String> taken = new HashSet<>(isStream(route) ? Set.of("cursor", "ticket") : route.parameters());
            taken.addAll(route.repeatable());
            assertThat(documented).as(route.method() + ' ' + route.template()).isEqualTo(taken);
        }
    }

    @Test
    void scopesAreThoseThatTheRouteWants() {
        for (Route route : edge.edge.routes()) {
            JsonNode security = operation(route).path("security");
            String at = route.method() + ' ' + route.template();
            // the document speaks of the socket; the route answers those who do not upgrade, and wants nothing
            String wanted = isStream(route) ? Scopes.DEPLOYMENTS_READ : route.scope();
            assertThat(security.isEmpty()).as(at).isEqualTo(route.open() && !isStream(route));
            String scope = security.path(0).path("bearer").path(0).asText();
            assertThat(scope).as(at).isEqualTo(wanted == null ? "" : wanted);
        }
    }

    private static JsonNode member(String schema, String name) {
        return resolved(document.at("/components/schemas")
                .path(schema)
                .path("properties")
                .path(name));
    }

    /** As a validator of JSON Schema finds it. */
    private static boolean isImage(JsonNode schema, String text) {
        return text.length() >= schema.path("minLength").asInt()
                && text.length() <= schema.path("maxLength").asInt()
                && Pattern.matches(schema.path("pattern").asText(), text)
                && !Pattern.compile(schema.at("/not/pattern").asText())
                        .matcher(text)
                        .find();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "library/app:1.0",
                "localhost:5000/app",
                "REGISTRY.example.com/team/app:Tag_1.2-x",
                "[2001:db8::1]:5000/app",
                "[::1]/app",
                "a--b/c__d/e.f-g_h:_under",
                "app@sha256:" + HEX_64,
                "host:5000/app:1@sha256:" + HEX_64,
                "app@sha256:" + HEX_64 + "0",
                "app@sha256:0123456789abcdef0123456789abcdef",
                "app@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "app@sha512:" + HEX_64,
                "app@sha512:" + HEX_64 + HEX_64,
                "app@multihash+base58:" + HEX_64,
                "app@md5:0123456789ABCDEF0123456789abcdef",
                "app@sha256:12",
                "app@",
                "App",
                "app:",
                "app:-x",
                "app//b",
                "/app",
                "app/",
                "a___b",
                "[zz]/app",
                "[::1/app",
                "http://example.com/app",
                "app:1:2",
                "host:port/app",
                " app"
            })
    void imagesOfTheDocumentAreThoseThatAreTaken(String image) {
        boolean taken = SpecRules.violations(DeploymentSpec.of("web", image)).isEmpty();

        assertThat(isImage(member("DeploymentSpec", "image"), image)).isEqualTo(taken);
        assertThat(isImage(member("DeploymentPatch", "image"), image)).isEqualTo(taken);
    }

    @Test
    void aValueOfTheEnvironmentIsAsLongAsTheRulesAllow() {
        for (String schema : List.of("DeploymentSpec", "DeploymentPatch")) {
            int longest =
                    member(schema, "env").at("/additionalProperties/maxLength").asInt();

            assertThat(refusedOfEnv("v".repeat(longest))).as(schema).containsExactly("env.B");
            assertThat(refusedOfEnv("v".repeat(longest + 1))).as(schema).containsExactlyInAnyOrder("env.A", "env.B");
        }
    }

    /** The second value is bad in any case, so that the edge judges the first one too. */
    private static List<String> refusedOfEnv(String value) {
        String env = "{\"A\": \"" + value + "\", \"B\": 1}";
        return edge.post("/v1/deployments", "{\"name\": \"env\", \"image\": \"nginx\", \"env\": " + env + "}")
                .violations();
    }

    @Test
    void aBatchTakesTheMembersOfTheDocumentAndNoOthers() {
        Set<String> documented = new TreeSet<>();
        document.at("/components/schemas/Batch/properties").fieldNames().forEachRemaining(documented::add);
        String members = Stream.concat(documented.stream(), Stream.of("unheard-of"))
                .map(name -> '"' + name + "\": null")
                .collect(Collectors.joining(","));

        List<JsonNode> violations = edge.post("/v1/batch", "{" + members + "}")
                .json()
                .at("/error/details/violations")
                .valueStream()
                .toList();

        assertThat(documented).containsExactly("atomic", "batch", "dryRun", "mode");
        assertThat(violations)
                .filteredOn(violation -> violation.path("reason").asText().equals("is unknown"))
                .extracting(violation -> violation.path("field").asText())
                .containsExactly("unheard-of");
    }

    @Test
    void everyErrorCodeIsDocumentedWithItsStatus() {
        List<String> documented = StreamSupport.stream(
                        document.at("/components/schemas/ErrorCode/enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(ApiCode.values()).map(ApiCode::wire).toList());
        for (ApiCode code : ApiCode.values()) {
            assertThat(document.path("components").path("responses").toString())
                    .as(code.wire())
                    .contains('`' + code.wire() + '`');
        }
    }

    @Test
    void onlyTheTimeOfARepeatMayBeLackingInAnError() {
        for (String form : List.of("ErrorObject", "Problem")) {
            JsonNode schema = document.at("/components/schemas").path(form);
            Set<String> optional = new TreeSet<>();
            schema.path("properties").fieldNames().forEachRemaining(optional::add);
            schema.path("required").forEach(name -> optional.remove(name.asText()));

            assertThat(optional).as(form).containsExactly("retryAfterMs");
        }
    }

    @Test
    void theVersionsThatMayBeNamedAreThoseOfTheTable() {
        List<String> table = ApiVersions.shipped(InstantSource.system()).rows().stream()
                .map(ApiVersion::name)
                .toList();

        assertThat(document.at("/components/parameters/ApiVersion/schema/enum"))
                .extracting(JsonNode::asText)
                .isEqualTo(table);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyOperationSaysWhatItAnswers() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> {
                            assertThat(operation.getValue().path("operationId").asText())
                                    .isNotEmpty();
                            assertThat(operation.getValue().path("responses").properties())
                                    .as(path.getKey())
                                    .hasSizeGreaterThan(1);
                        }));
    }
}
