package ai.rios.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBufferTest {
    private final ResponseBuffer buffer = new ResponseBuffer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nDate: x\r\ncontent-length:5\r\nA: b\r\n\r\nhello",
                "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
            })
    void theEndIsFoundWhereverTheResponseIsCut(String response) throws IOException {
        for (int cut = 1; cut < response.length(); cut++) {
            buffer.reset();
            assertThat(read(response.substring(0, cut))).as("cut at %d", cut).isFalse();
            assertThat(read(response.substring(cut))).as("cut at %d", cut).isTrue();
        }
    }

    @Test
    void theStatusIsReadAndTheNextResponseStartsAfresh() throws IOException {
        assertThat(read("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"))
                .isTrue();
        assertThat(buffer.status()).isEqualTo(503);

        buffer.reset();

        assertThat(read("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")).isTrue();
        assertThat(buffer.status()).isEqualTo(201);
        assertThat(buffer.text()).endsWith("{}");
    }

    @Test
    void aBodyLargerThanTheBufferIsTaken() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000);
        ReadableByteChannel channel = channel(response);

        boolean complete = false;
        while (!complete) {
            complete = buffer.readFrom(channel);
        }

        assertThat(buffer.text()).isEqualTo(response);
    }

    @Test
    void aClosedConnectionAndAMissingLengthAreErrors() {
        assertThatThrownBy(() -> read("")).isInstanceOf(BenchException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: b\r\n\r\n"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("no length");
    }

    private boolean read(String part) throws IOException {
        return buffer.readFrom(channel(part));
    }

    private static ReadableByteChannel channel(String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
