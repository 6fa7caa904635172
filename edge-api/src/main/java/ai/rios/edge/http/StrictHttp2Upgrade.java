package ai.rios.edge.http;

import ai.rios.edge.websocket.ConnectionOptions;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Upgrades to HTTP/2 that are asked for as they must be (RFC 7540, 3.2): named in {@code Connection}, which a proxy drops with what it
 * names, and with one header of good settings. What is asked for otherwise is passed over, and the request answered in HTTP/1.1;
 * Helidon would take it, or fail. Thread-safe.
 */
final class StrictHttp2Upgrade implements Http1Upgrader {
    private static final HeaderName SETTINGS = HeaderNames.create("HTTP2-Settings");
    private static final int SETTING_BYTES = 6;

    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;
    private static final long LEAST_FRAME = 1 << 14;
    private static final long LARGEST_FRAME = (1 << 24) - 1;

    private final Http1Upgrader http2;

    StrictHttp2Upgrade(Http1Upgrader http2) {
        this.http2 = http2;
    }

    @Override
    public String supportedProtocol() {
        return http2.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        return isNamed(headers) && hasSettings(headers) ? http2.upgrade(context, prologue, headers) : null;
    }

    private static boolean isNamed(WritableHeaders<?> headers) {
        return ConnectionOptions.name(headers, "Upgrade") && ConnectionOptions.name(headers, SETTINGS.defaultCase());
    }

    private static boolean hasSettings(WritableHeaders<?> headers) {
        if (!headers.contains(SETTINGS)) {
            return false;
        }
        List<String> values = headers.get(SETTINGS).allValues();
        return values.size() == 1 && areGood(values.getFirst());
    }

    private static boolean areGood(String base64) {
        ByteBuffer settings;
        try {
            settings = ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return false;
        }
        while (settings.remaining() >= SETTING_BYTES) {
            if (!isGood(Short.toUnsignedInt(settings.getShort()), Integer.toUnsignedLong(settings.getInt()))) {
                return false;
            }
        }
        return !settings.hasRemaining();
    }

    /** RFC 9113, 6.5.2. */
    private static boolean isGood(int setting, long value) {
        return switch (setting) {
            case ENABLE_PUSH -> value <= 1;
            case INITIAL_WINDOW_SIZE -> value <= Integer.MAX_VALUE;
            case MAX_FRAME_SIZE -> LEAST_FRAME <= value && value <= LARGEST_FRAME;
            default -> true;
        };
    }
}
