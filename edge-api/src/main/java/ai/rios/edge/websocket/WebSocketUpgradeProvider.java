package ai.rios.edge.websocket;

import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http1.spi.Http1UpgradeProvider;
import io.helidon.webserver.http1.spi.Http1Upgrader;

/**
 * Tells Helidon's HTTP/1.1 connections of this layer; found through {@code META-INF/services}.
 *
 * <p>Helidon looks the {@code Upgrade} value up by its exact spelling although it has none (RFC 9110, section 7.8), so
 * there is one provider for each spelling in use.
 */
public abstract sealed class WebSocketUpgradeProvider implements Http1UpgradeProvider<WebSocketProtocol> {
    private final String spelling;

    private WebSocketUpgradeProvider(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String protocolType() {
        return WebSocketProtocol.TYPE;
    }

    @Override
    public Class<WebSocketProtocol> protocolConfigType() {
        return WebSocketProtocol.class;
    }

    @Override
    public Http1Upgrader create(WebSocketProtocol protocol, ProtocolConfigs configs) {
        return new WebSocketUpgrader(spelling, protocol);
    }

    /** {@code websocket}, as nearly every client writes it. */
    public static final class Lower extends WebSocketUpgradeProvider {
        /** For the service loader. */
        public Lower() {
            super("websocket");
        }
    }

    /** {@code WebSocket}, as older clients write it. */
    public static final class Camel extends WebSocketUpgradeProvider {
        /** For the service loader. */
        public Camel() {
            super("WebSocket");
        }
    }

    /** {@code Websocket}. */
    public static final class Capital extends WebSocketUpgradeProvider {
        /** For the service loader. */
        public Capital() {
            super("Websocket");
        }
    }

    /** {@code WEBSOCKET}. */
    public static final class Upper extends WebSocketUpgradeProvider {
        /** For the service loader. */
        public Upper() {
            super("WEBSOCKET");
        }
    }
}
