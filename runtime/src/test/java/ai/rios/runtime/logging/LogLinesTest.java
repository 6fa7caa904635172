package ai.rios.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogLinesTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("ai.rios.sample.Worker");
    private final Lines json = new Lines(new JsonLineEncoder());
    private final Lines text = new Lines(new TextLineEncoder());

    @BeforeEach
    void listen() {
        List.of(json, text).forEach(lines -> {
            lines.setContext(context);
            lines.start();
            logger.addAppender(lines);
        });
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(json);
        logger.detachAppender(text);
    }

    @Test
    void aJsonLineHasTheFixedKeysInOrderAndNoOthers() throws IOException {
        try (LogScope _ = LogScope.open()
                .with(LogKey.TENANT, "acme")
                .with(LogKey.REQUEST_ID, "req_1")
                .with(LogKey.OPERATION, "op_1")
                .with(LogKey.SPAN_ID, "00f067aa0ba902b7")
                .with(LogKey.TRACE_ID, "4bf92f3577b34da6a3ce929d0e0e4736")) {
            logger.warn("slow partition={}", 3, new IllegalStateException("no \"quote\"\nbreaks the line"));
        }

        JsonNode line = new ObjectMapper().readTree(json.only());
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly(
                        "ts",
                        "level",
                        "logger",
                        "thread",
                        "message",
                        "requestId",
                        "traceId",
                        "spanId",
                        "tenant",
                        "operation",
                        "exception");
        assertThat(line.get("ts").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(line.get("message").textValue()).isEqualTo("slow partition=3");
        assertThat(line.get("exception").textValue())
                .contains("IllegalStateException: no \"quote\"\nbreaks the line")
                .contains("LogLinesTest");
    }

    @Test
    void aJsonLineIsOneLine() {
        logger.info("two\nlines");

        assertThat(json.only()).endsWith("}\n").contains("two\\nlines").hasLineCount(1);
    }

    @Test
    void pairsOfTheCallerStandInTheMessage() {
        logger.atInfo().addKeyValue("partition", 3).log("assigned");

        assertThat(json.only()).contains("\"message\":\"assigned partition=3\"");
        assertThat(text.only()).contains("INFO  sample.Worker assigned partition=3\n");
    }

    @Test
    void aTextLineEndsWithTheRequestId() {
        try (LogScope _ = LogScope.open().with(LogKey.REQUEST_ID, "req_1")) {
            logger.info("decided");
        }

        assertThat(text.only()).endsWith("decided req_1\n");
    }

    @Test
    void bothLoggingFrontsOfTheJdkEndHere() {
        System.getLogger(logger.getName()).log(System.Logger.Level.WARNING, "by System.Logger");
        java.util.logging.Logger.getLogger(logger.getName()).warning("by java.util.logging");

        assertThat(text.lines).hasSize(2).first().asString().contains("by System.Logger");
        assertThat(text.lines).last().asString().contains("WARN  sample.Worker by java.util.logging");
    }

    @Test
    void noisyLoggersAreTamedAndSettingsWin() {
        LoggerContext other = new LoggerContext();
        Logging.configure(
                other,
                new LoggingConfig("INFO", Map.of("org.apache.kafka.streams", "DEBUG"), LoggingConfig.Format.TEXT, ""));

        assertThat(other.getLogger("org.apache.kafka.clients.producer.ProducerConfig")
                        .getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(other.getLogger("io.helidon.webserver.ConnectionHandler").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
        assertThat(other.getLogger("org.apache.kafka.streams.KafkaStreams").getEffectiveLevel())
                .isEqualTo(Level.DEBUG);
        other.stop();
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Encoder<ILoggingEvent> encoder;
        private final List<String> lines = new ArrayList<>();

        Lines(Encoder<ILoggingEvent> encoder) {
            this.encoder = encoder;
            encoder.start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }

        String only() {
            assertThat(lines).hasSize(1);
            return lines.getFirst();
        }
    }
}
