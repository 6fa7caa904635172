package ai.rios.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory on a loopback port, with Confluent's answers as far as the client asks. It judges compatibility with Avro's
 * own check in both directions. One request at a time.
 */
public final class RegistryStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final boolean isTls;
    private final Map<String, List<Integer>> versions = new HashMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private final List<String> schemas = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> failures = new ArrayList<>();
    private int unread;
    private @Nullable String wantedAuthorization;
    private @Nullable Canned canned;
    private boolean levelsNeedSubjects;

    private RegistryStub(HttpServer server, boolean isTls) {
        this.server = server;
        this.isTls = isTls;
    }

    /** Starts one. */
    public static RegistryStub start() {
        return start(null);
    }

    static RegistryStub start(@Nullable SSLContext tls) {
        try {
            InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server;
            if (tls == null) {
                server = HttpServer.create(loopback, 0);
            } else {
                HttpsServer https = HttpsServer.create(loopback, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            }
            RegistryStub stub = new RegistryStub(server, tls != null);
            server.createContext("/", stub::handle);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    public URI url() {
        return URI.create((isTls ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort() + "/base");
    }

    /** Like Apicurio: a subject takes a level only once it exists. */
    public synchronized RegistryStub levelsNeedSubjects() {
        levelsNeedSubjects = true;
        return this;
    }

    synchronized void wantAuthorization(String header) {
        wantedAuthorization = header;
    }

    /** The next requests are answered with these statuses and nothing is done. */
    synchronized void failNext(List<Integer> statuses) {
        failures.addAll(statuses);
    }

    /** The next look-ups find nothing, as while a registry that has been started reads what it knows. */
    synchronized void findNothing(int lookUps) {
        unread = lookUps;
    }

    private boolean isUnread() {
        boolean isUnread = unread > 0;
        unread -= isUnread ? 1 : 0;
        return isUnread;
    }

    /** What another service at this address would say, whatever it is asked. */
    private record Canned(int status, String body) {}

    synchronized void answerAlways(int status, String body) {
        canned = new Canned(status, body);
    }

    synchronized void answerAgain() {
        canned = null;
    }

    /** Requests so far as {@code METHOD path}. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** Takes away all schemas, as a registry made anew. Ids start above those that were. */
    synchronized void wipe() {
        versions.clear();
        levels.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring("/base".length());
        requests.add(exchange.getRequestMethod() + " " + path);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!failures.isEmpty()) {
            send(exchange, failures.removeFirst(), error(50001, "failing"));
        } else if (canned != null) {
            send(exchange, canned.status(), canned.body());
        } else if (wantedAuthorization != null
                && !wantedAuthorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, error(401, "Unauthorized"));
        } else {
            route(exchange, path.substring(1).split("/"), body.length == 0 ? null : JSON.readTree(body));
        }
    }

    private void route(HttpExchange exchange, String[] path, @Nullable JsonNode body) throws IOException {
        String subject = path.length > 1 ? URLDecoder.decode(path[1], StandardCharsets.UTF_8) : "";
        String text = body == null ? "" : body.path("schema").asText();
        switch (exchange.getRequestMethod() + " " + path[0] + " " + path.length) {
            case "POST subjects 3" -> register(exchange, subject, text);
            case "POST subjects 2" -> find(exchange, subject, text);
            case "GET subjects 1" ->
                send(
                        exchange,
                        200,
                        JSON.valueToTree(isUnread() ? List.of() : versions.keySet())
                                .toString());
            case "GET schemas 3" -> schema(exchange, Integer.parseInt(path[2]));
            case "PUT config 2" ->
                putLevel(
                        exchange,
                        subject,
                        body == null ? "" : body.path("compatibility").asText());
            case "GET config 2" -> getLevel(exchange, subject);
            case "POST compatibility 5" -> check(exchange, URLDecoder.decode(path[2], StandardCharsets.UTF_8), text);
            default -> send(exchange, 404, error(404, "no such path"));
        }
    }

    private void register(HttpExchange exchange, String subject, String text) throws IOException {
        List<String> problems = problems(subject, text);
        if (!problems.isEmpty()) {
            send(exchange, 409, error(409, "Schema being registered is incompatible: " + problems));
            return;
        }
        int id = schemas.indexOf(text) + 1;
        if (id == 0) {
            schemas.add(text);
            id = schemas.size();
        }
        List<Integer> ids = versions.computeIfAbsent(subject, _ -> new ArrayList<>());
        if (!ids.contains(id)) {
            ids.add(id);
        }
        send(exchange, 200, JsonNodeFactory.instance.objectNode().put("id", id).toString());
    }

    private void find(HttpExchange exchange, String subject, String text) throws IOException {
        int id = schemas.indexOf(text) + 1;
        if (!isUnread() && versions.getOrDefault(subject, List.of()).contains(id)) {
            send(
                    exchange,
                    200,
                    JsonNodeFactory.instance.objectNode().put("id", id).toString());
        } else {
            send(exchange, 404, error(40403, "Schema not found"));
        }
    }

    private void schema(HttpExchange exchange, int id) throws IOException {
        boolean known = !isUnread() && versions.values().stream().anyMatch(ids -> ids.contains(id));
        if (known) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("schema", schemas.get(id - 1));
            send(exchange, 200, answer.toString());
        } else {
            send(exchange, 404, error(40403, "Schema not found"));
        }
    }

    private void putLevel(HttpExchange exchange, String subject, String level) throws IOException {
        if (levelsNeedSubjects && !versions.containsKey(subject)) {
            send(exchange, 404, error(40401, "Subject not found"));
            return;
        }
        levels.put(subject, level);
        send(
                exchange,
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("compatibility", level)
                        .toString());
    }

    private void getLevel(HttpExchange exchange, String subject) throws IOException {
        String level = levels.get(subject);
        if (level == null) {
            send(exchange, 404, error(40408, "Subject does not have subject-level compatibility configured"));
        } else {
            send(
                    exchange,
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("compatibilityLevel", level)
                            .toString());
        }
    }

    private void check(HttpExchange exchange, String subject, String text) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        List<String> problems = problems(subject, text);
        answer.put("is_compatible", problems.isEmpty());
        problems.forEach(answer.putArray("messages")::add);
        send(exchange, 200, answer.toString());
    }

    private List<String> problems(String subject, String text) {
        if (!levels.containsKey(subject)) {
            return List.of();
        }
        Schema proposed = new Schema.Parser().parse(text);
        List<String> problems = new ArrayList<>();
        for (int id : versions.getOrDefault(subject, List.of())) {
            Schema old = new Schema.Parser().parse(schemas.get(id - 1));
            problems.addAll(problems(proposed, old));
            problems.addAll(problems(old, proposed));
        }
        return problems;
    }

    private static List<String> problems(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility verdict =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return verdict.getType() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : verdict.getResult().getIncompatibilities().stream()
                        .map(Object::toString)
                        .toList();
    }

    private static String error(int code, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error_code", code)
                .put("message", message)
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
