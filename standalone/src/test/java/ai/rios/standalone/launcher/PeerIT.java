package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.Installation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PeerIT {
    @TempDir
    private Path folder;

    private static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Installation.locate().home().resolve("rios").toString(), "peer"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BACKBONE_BUILT", "true");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static JsonNode line(Process process) throws IOException {
        return new ObjectMapper()
                .readTree(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    @Test
    void aPeerListensUntilItIsStoppedAndIsTheSameTheNextTime() throws Exception {
        String key = folder.resolve("peer.key").toString();
        Process listener = start("listen", "--key", key);
        String peer;
        try {
            JsonNode listening = line(listener);
            peer = listening.get("peer").asText();
            assertThat(listening.get("event").asText()).isEqualTo("listening");
            assertThat(listening.get("pid").asLong()).isEqualTo(listener.pid());
            Process echo = start("echo", "--to", listening.get("addrs").get(0).asText(), "--size", "67108864");
            assertThat(line(echo).get("ok").asBoolean()).isTrue();
            assertThat(echo.waitFor()).isZero();
        } finally {
            listener.destroy();
        }
        assertThat(listener.waitFor()).isZero();
        Process again = start("listen", "--key", key, "--tcp", "[::1]:0");
        try {
            assertThat(line(again).get("peer").asText()).isEqualTo(peer);
        } finally {
            again.destroy();
        }
        assertThat(again.waitFor()).isZero();
    }

    @Test
    void aDialerThatASignalEndsSaysNothingMore() throws Exception {
        Process listener = start("listen");
        try {
            Process idle =
                    start("idle", "--to", line(listener).get("addrs").get(0).asText(), "--seconds", "3600");
            assertThat(line(idle).get("event").asText()).isEqualTo("standing");
            // By its handle, which leaves open what is still to be read of it.
            idle.toHandle().destroy();
            assertThat(idle.waitFor()).isEqualTo(143);
            assertThat(idle.inputReader(StandardCharsets.UTF_8).readLine()).isNull();
        } finally {
            listener.destroy();
        }
        assertThat(listener.waitFor()).isZero();
    }
}
