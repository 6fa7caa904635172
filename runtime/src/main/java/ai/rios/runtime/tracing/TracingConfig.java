package ai.rios.runtime.tracing;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where spans go. Immutable.
 *
 * @param otlpEndpoint base address of an OTLP receiver that speaks http/protobuf; empty: spans go nowhere
 * @param samplePercent share of new traces that are recorded, 0 to 100; a caller's own decision wins
 * @param sendInterval how long finished spans wait for one another before they are sent
 * @param maxQueued finished spans that wait to be sent, at most; further ones are dropped, for no request may wait for its trace
 */
public record TracingConfig(Optional<URI> otlpEndpoint, int samplePercent, Duration sendInterval, int maxQueued) {
    /** {@code tracing.otlp-endpoint}. */
    public static final Setting<Optional<URI>> OTLP_ENDPOINT = new Setting<>(
            "tracing.otlp-endpoint",
            "",
            "base address of an OTLP receiver (http/protobuf), such as http://localhost:4318; empty: no spans are sent",
            TracingConfig::parseEndpoint);

    /** {@code tracing.sample-percent}. */
    public static final Setting<Integer> SAMPLE_PERCENT =
            Setting.number("tracing.sample-percent", 100, 0, 100, "share of new traces that are recorded");

    /** {@code tracing.send-interval}. */
    public static final Setting<Duration> SEND_INTERVAL = Setting.duration(
            "tracing.send-interval",
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "how long finished spans wait for one another before they are sent");

    /** {@code tracing.max-queued}. */
    public static final Setting<Integer> MAX_QUEUED = Setting.number(
            "tracing.max-queued",
            2_048,
            512,
            1_000_000,
            "finished spans that wait to be sent; further ones are dropped");

    /** All settings of this package. */
    public static final List<Setting<?>> SETTINGS = List.of(OTLP_ENDPOINT, SAMPLE_PERCENT, SEND_INTERVAL, MAX_QUEUED);

    /** Real ids, nothing sent. */
    public static final TracingConfig DEFAULTS = new TracingConfig(Optional.empty(), 100, Duration.ofSeconds(1), 2_048);

    public TracingConfig {
        if (samplePercent < 0 || samplePercent > 100) {
            throw new IllegalArgumentException("tracing.sample-percent must be 0 to 100, was " + samplePercent);
        }
        if (!sendInterval.isPositive()) {
            throw new IllegalArgumentException("tracing.send-interval must be positive, was " + sendInterval);
        }
        if (maxQueued < BATCH) {
            throw new IllegalArgumentException("tracing.max-queued must be " + BATCH + " or more, was " + maxQueued);
        }
    }

    /** Spans in one request to the receiver, at most. */
    static final int BATCH = 512;

    /** What the settings say. */
    public static TracingConfig from(Settings settings) {
        return new TracingConfig(
                settings.get(OTLP_ENDPOINT),
                settings.get(SAMPLE_PERCENT),
                settings.get(SEND_INTERVAL),
                settings.get(MAX_QUEUED));
    }

    private static Optional<URI> parseEndpoint(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        URI endpoint = URI.create(text);
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException("must be empty or an http or https address");
        }
        return Optional.of(endpoint);
    }
}
