package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.testing.Browser;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real browser, with its own rules on origins, preflights, sub-protocols and content security, against a running stack. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BrowserIT {
    /** Opens a socket, creates a deployment, and comes to the socket's first message, or to how it ended. */
    private static final String WATCH = """
            (async (api, token, name, viaTicket) => {
              const authorized = {"Authorization": "Bearer " + token, "Content-Type": "application/json"};
              const post = (path, body) =>
                fetch(api + path, {method: "POST", headers: authorized, body: JSON.stringify(body)});
              let socket;
              const address = api.replace("http:", "ws:") + "/v1/stream";
              if (viaTicket) {
                const ticket = (await (await post("/v1/tickets", {path: "/v1/stream"})).json()).ticket;
                socket = new WebSocket(address + "?ticket=" + encodeURIComponent(ticket), ["rios.v1+json"]);
              } else {
                socket = new WebSocket(address, ["rios.v1+json", "rios.bearer." + token]);
              }
              const ended = new Promise(done => { socket.onclose = event => done({closed: event.code}); });
              const opened = new Promise(done => { socket.onopen = () => done(null); });
              const first = new Promise(done => { socket.onmessage = event => done(JSON.parse(event.data)); });
              const early = await Promise.race([opened, ended]);
              if (early) return early;
              const answer = await post("/v1/deployments", {name, image: "nginx:1.27"});
              const message = await Promise.race([first, ended]);
              const protocol = socket.protocol;
              socket.close();
              await ended;
              return {status: answer.status, request: answer.headers.get("X-Request-ID"), protocol, message};
            })""";

    @TempDir
    private static Path folder;

    private static Launcher launcher;
    private static Browser browser;
    private static HttpServer allowed;
    private static HttpServer stranger;
    private static String api;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        allowed = site();
        stranger = site();
        launcher = new Launcher(folder.resolve("data"));
        Launcher.Result result = launcher.up("--set", "edge.allowed-origins=" + origin(allowed));
        assertThat(result.status()).as(result.output()).isZero();
        api = launcher.status().path("http").asText();
        token = launcher.token();
    }

    @AfterAll
    static void stop() throws Exception {
        if (launcher != null) {
            launcher.down();
        }
        if (allowed != null) {
            allowed.stop(0);
        }
        if (stranger != null) {
            stranger.stop(0);
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aPageOfAnAllowedOriginWritesAndWatches() throws Exception {
        browser.open(origin(allowed));

        JsonNode byToken = watch("by-token", false);
        JsonNode byTicket = watch("by-ticket", true);

        assertWatched(byToken);
        assertWatched(byTicket);
    }

    private static void assertWatched(JsonNode seen) {
        assertThat(seen.path("status").asInt()).as("%s", seen).isEqualTo(201);
        assertThat(seen.path("request").asText())
                .as("a header that scripts may read")
                .isNotEmpty();
        assertThat(seen.path("protocol").asText()).isEqualTo("rios.v1+json");
        assertThat(seen.path("message").path("type").asText()).isEqualTo("deployment.update");
        assertThat(seen.path("message").path("event").asText()).isEqualTo("created");
    }

    @Test
    void aPageOfAnotherOriginGetsNothing() throws Exception {
        browser.open(origin(stranger));

        JsonNode read = browser.evaluate("fetch(" + text(api + "/v1/deployments") + ", {headers: {Authorization: "
                + text("Bearer " + token) + "}}).then(answer => answer.status, refused => refused.name)");
        JsonNode socket = browser.evaluate("new Promise(done => { const socket = new WebSocket("
                + text(api.replace("http:", "ws:") + "/v1/stream") + ", ['rios.v1+json', "
                + text("rios.bearer." + token)
                + "]); socket.onopen = () => done('open'); socket.onclose = event => done(event.code); })");

        assertThat(read.asText()).isEqualTo("TypeError");
        assertThat(socket.asInt()).as("a socket that never opened: %s", socket).isEqualTo(1006);
    }

    @Test
    void thePageOfTheApiIsDrawnAndSendsRequests() throws Exception {
        browser.open(api + "/docs");

        browser.await("document.querySelectorAll('details').length > 10");
        JsonNode answer = browser.evaluate("""
                (async token => {
                  document.getElementById("token").value = token;
                  const box = [...document.querySelectorAll("details")].find(one =>
                    one.querySelector("summary").textContent.startsWith("GET/v1/deployments "));
                  box.open = true;
                  box.querySelector("form button").click();
                  const out = box.querySelector("form pre");
                  while (!out.textContent) await new Promise(requestAnimationFrame);
                  return out.textContent;
                })(%s)""".formatted(text(token)));

        assertThat(answer.asText()).startsWith("200 ").contains("\"items\": [");
    }

    private static JsonNode watch(String name, boolean viaTicket) throws Exception {
        return browser.evaluate(
                WATCH + "(" + text(api) + ", " + text(token) + ", " + text(name) + ", " + viaTicket + ")");
    }

    /** As a script writes it; none of our words has a character to escape. */
    private static String text(String plain) {
        return '"' + plain + '"';
    }

    private static String origin(HttpServer site) {
        return "http://127.0.0.1:" + site.getAddress().getPort();
    }

    private static HttpServer site() throws Exception {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] body = "<!doctype html><title>a page</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        return site;
    }
}
