package ai.rios.edge.websocket;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import java.util.Map;
import java.util.Optional;

/** Gives handshakes what all requests of the server get: an id, headers, the form of errors, a log line. Thread-safe. */
public interface Reception {
    /**
     * A handshake has come in. Runs on its connection's thread, as do all calls of what is returned.
     *
     * @param path of the endpoint, which the client may have spelt in other ways
     */
    Visit receive(String path, HttpPrologue prologue, Headers headers);

    /** One handshake, from its head to its answer. */
    interface Visit extends AutoCloseable {
        /** The id under which it is logged and answered. */
        String requestId();

        /** What is wrong with its headers, whatever the endpoint says. */
        Optional<HandshakeDecision.Refused> fault();

        /** It is answered 101: the headers to go with that. */
        Map<String, String> welcome();

        /** It is answered with an error. */
        Refusal refuse(HandshakeDecision.Refused refused);

        /** Its answer is on its way. */
        @Override
        void close();
    }

    /**
     * An error as it is sent.
     *
     * @param headers all but those about the framing
     */
    record Refusal(int status, Map<String, String> headers, String body) {
        /** Copies the map. */
        public Refusal {
            headers = Map.copyOf(headers);
        }
    }
}
