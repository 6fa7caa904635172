package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The Autobahn test suite against the echo endpoint. By default cases 1 to 7 and 10; {@code -Dwebsocket.cases=*} runs all, which
 * takes half an hour on two cores. The report is left in {@code target/autobahn}.
 */
final class AutobahnIT {
    private static final String CASES = System.getProperty("websocket.cases", "1.*,2.*,3.*,4.*,5.*,6.*,7.*,10.*");
    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL");

    @Test
    void noCaseFailsOrIsTakenLaxly() throws IOException {
        Optional<Path> python = Tool.python("python2.7");
        assumeTrue(python.isPresent(), "the Autobahn test suite needs python2.7 with pip");
        Path suite = Tool.pip(python.orElseThrow(), "autobahntestsuite==25.10.1");
        Path report = Path.of("target", "autobahn").toAbsolutePath();
        try (EchoServer server = EchoServer.start()) {
            Path spec = spec(report, server.port());

            Tool.run(
                    Duration.ofMinutes(CASES.equals("*") ? 90 : 10),
                    python.orElseThrow().toString(),
                    Tool.script("wstest.py").toString(),
                    suite.toString(),
                    "--mode=fuzzingclient",
                    "--spec=" + spec);
        }

        JsonNode cases = new ObjectMapper()
                .readTree(report.resolve("index.json").toFile())
                .path("echo");
        assertThat(cases.size()).as("cases run").isGreaterThan(200);
        assertThat(notGood(cases)).isEmpty();
    }

    private static Path spec(Path report, int port) throws IOException {
        ObjectNode spec = new ObjectMapper().createObjectNode();
        spec.put("outdir", report.toString());
        spec.putArray("servers")
                .addObject()
                .put("agent", "echo")
                .put("url", "ws://127.0.0.1:" + port + EchoServer.PATH);
        Arrays.stream(CASES.split(",", -1)).forEach(spec.putArray("cases")::add);
        spec.putArray("exclude-cases");
        spec.putObject("exclude-agent-cases");
        Files.createDirectories(report);
        return Files.writeString(report.resolve("spec.json"), spec.toString());
    }

    private static Map<String, String> notGood(JsonNode cases) {
        Map<String, String> found = new TreeMap<>();
        cases.properties().forEach(entry -> {
            String behavior = entry.getValue().path("behavior").asText();
            String close = entry.getValue().path("behaviorClose").asText();
            if (!GOOD.contains(behavior) || !GOOD.contains(close)) {
                found.put(entry.getKey(), behavior + ", close " + close);
            }
        });
        return found;
    }
}
