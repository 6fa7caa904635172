package ai.rios.edge.stream;

import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.topics.Headers;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Makes the message of an event. The same for every socket of a tenant, so it is made once. Thread-safe. */
final class StreamMessages {
    private static final System.Logger LOG = System.getLogger(StreamMessages.class.getName());
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

    private final Deserializer<DeploymentEvent> events;
    private final WatchCursors cursors;
    private final LongAdder leftOut = new LongAdder();

    StreamMessages(Deserializer<DeploymentEvent> events, WatchCursors cursors) {
        this.events = events;
        this.cursors = cursors;
    }

    /** Whose record it is, by its header: nothing is decoded. Empty for what is no event. */
    static Optional<String> tenant(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(Headers.TENANT);
        return header == null || record.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** The tenant's sequence of an event, by its header; empty for what is no event. */
    static OptionalLong sequence(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(Headers.SEQUENCE);
        String text = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        return SEQUENCE.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * The message; empty for an event that cannot be read, which is logged, counted and passed over: its tenant's later events must
     * not wait behind it, their positions show the hole, and the view of that tenant says that it is blocked.
     *
     * @throws SchemasUnavailableException when it may be readable later
     */
    Optional<OutboundMessage> of(String topicId, ConsumerRecord<String, byte[]> record) {
        try {
            DeploymentEvent event = events.deserialize(record.topic(), record.headers(), record.value());
            LogPosition next = new LogPosition(topicId, record.partition(), record.offset() + 1);
            return Optional.of(OutboundMessage.text(json(event, cursors.encode(event.tenant(), next))));
        } catch (SchemasUnavailableException later) {
            throw later;
        } catch (RuntimeException unreadable) {
            leftOut.increment();
            LOG.log(
                    Level.ERROR,
                    "unreadable event left out of the stream, tenant="
                            + tenant(record).orElse("") + " partition=" + record.partition() + " offset="
                            + record.offset(),
                    unreadable);
            return Optional.empty();
        }
    }

    /** How many messages could not be made; an event counts each time that it is read for sockets. */
    long unreadable() {
        return leftOut.sum();
    }

    private static String json(DeploymentEvent event, String cursor) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "deployment.update");
        json.put("deployment_id", event.deploymentId());
        json.put("status", event.status().wire());
        json.put("timestamp", event.time().toString());
        json.put("event_id", event.eventId());
        json.put("event", event.change().type());
        json.put("revision", event.revision());
        json.put("generation", event.generation());
        json.put("position", event.sequence());
        String reason = reason(event.change());
        if (reason != null) {
            json.put("reason", reason);
        }
        json.put("cursor", cursor);
        return json.toString();
    }

    private static @Nullable String reason(Change change) {
        return switch (change) {
            case Change.StatusChanged(var _, var _, var reason, var _) -> reason;
            case Change.Deleted(var _, var reason) -> reason;
            case Change.Created _, Change.SpecChanged _, Change.DeletionRequested _, Change.Unrecognized _ -> null;
        };
    }
}
