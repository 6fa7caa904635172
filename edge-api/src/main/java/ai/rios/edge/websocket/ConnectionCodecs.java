package ai.rios.edge.websocket;

import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The compression of one connection, both ways. Immutable; its parts belong to the reading and the writing thread.
 *
 * @param inflater null when none was agreed
 * @param encoder for what is sent
 */
record ConnectionCodecs(@Nullable MessageInflater inflater, OutboundEncoder encoder) {
    /** Lends deflaters and inflaters to all connections of an endpoint. Thread-safe. */
    record Pools(NativePool<Deflater> deflaters, NativePool<Inflater> inflaters, CompressionSettings settings) {
        private static final int MAX_IDLE = 16;

        static Pools of(CompressionSettings settings) {
            return new Pools(
                    MessageDeflater.pool(MAX_IDLE, settings.level()), MessageInflater.pool(MAX_IDLE), settings);
        }

        ConnectionCodecs codecs(Optional<DeflateAgreement> agreement) {
            OutboundEncoder encoder = new OutboundEncoder(agreement.orElse(null), deflaters, settings.minBytes());
            return new ConnectionCodecs(
                    agreement
                            .map(agreed -> new MessageInflater(inflaters, agreed.clientKeepsContext()))
                            .orElse(null),
                    encoder);
        }
    }
}
