package ai.rios.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of the README runs as it is written there. */
@Timeout(120)
final class ReadmeExampleTest {
    private static byte[] shout(byte[] text) {
        return new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
    }

    @Test
    void theExampleRuns() throws IOException {
        String answer;
        // begin
        try (Host listener = Host.builder()
                        .listen("/ip4/127.0.0.1/tcp/0")
                        .handle("/shout/1.0.0", stream -> stream.writeFrame(shout(stream.readFrame(1_000))))
                        .start();
                Host dialer = Host.builder().start()) {
            Connection connection = dialer.connect(listener.addresses().getFirst());
            try (Stream stream = connection.newStream("/shout/1.0.0")) {
                stream.writeFrame("hello".getBytes(UTF_8));
                answer = new String(stream.readFrame(1_000), UTF_8); // HELLO
            }
        }
        // end
        assertThat(answer).isEqualTo("HELLO");
    }

    @Test
    void theReadmeHasTheSameLines() throws IOException {
        String source = Files.readString(Path.of("src/test/java/ai/rios/libp2p/host/ReadmeExampleTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        assertThat(withoutSpace(between(readme, "```java\n", "```")))
                .isEqualTo(withoutSpace(between(source, "// begin\n", "        // end")));
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}
