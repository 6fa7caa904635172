package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Faults planted into a running stack without touching the product: something stands between clients and edge and does what a faulty
 * edge would, or a second writer writes to the broker's topics what a faulty handler or projection would.
 */
enum Plant {
    A_DELETION_IS_ACKNOWLEDGED_AND_DROPPED(Invariant.ACKNOWLEDGED_IS_THERE) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.method().equals("DELETE")
                    ? Optional.of(new Reply(
                            204,
                            headers(Map.of("X-RiOS-Operation", "op_planted")),
                            JsonNodeFactory.instance.missingNode()))
                    : request.to(edge);
        }
    },
    A_CREATION_IS_CARRIED_OUT_TWICE(Invariant.DONE_ONCE) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            String body = request.body();
            if (request.isCreation() && body != null) {
                var _ = request.with(body.replaceFirst("\"name\":\"", "\"name\":\"again-"))
                        .to(edge);
            }
            return request.to(edge);
        }
    },
    A_KEY_IS_PASSED_OVER(Invariant.KEYS_GIVE_THE_FIRST_OUTCOME) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.remove("Idempotency-Key");
            return edge.send(request.token(), request.method(), request.path(), request.body(), headers);
        }
    },
    A_REPLAY_HAS_ANOTHER_ANSWER(Invariant.KEYS_GIVE_THE_FIRST_OUTCOME) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge)
                    .map(reply ->
                            reply.header("Idempotency-Replayed").isEmpty() ? reply : error(409, "conflict", reply));
        }
    },
    WHAT_IS_REFUSED_IS_DONE(Invariant.REFUSED_IS_NOT_DONE) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge)
                    .map(reply -> request.method().equals("PATCH") && reply.status() == 200
                            ? error(409, "conflict", reply)
                            : reply);
        }
    },
    WHAT_IS_TURNED_AWAY_IS_DONE(Invariant.REFUSED_IS_NOT_DONE) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge)
                    .map(reply -> reply.status() == 201
                            ? new Reply(503, headers(Map.of()), errorBody("unavailable"))
                            : reply);
        }
    },
    A_READ_IS_STALE(Invariant.READS_HONOUR_POSITIONS, Invariant.READS_NEVER_GO_BACK) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge).map(reply -> {
                String id = reply.json().path("id").asText();
                if (request.isCreation() && reply.status() == 201) {
                    place.remembered.put(id, reply);
                }
                Reply old = request.method().equals("GET") ? place.remembered.get(id) : null;
                return old == null ? reply : new Reply(reply.status(), reply.headers(), old.json());
            });
        }
    },
    A_READ_TELLS_A_POSITION_BEFORE_THE_ONE_ASKED_FOR(Invariant.READS_HONOUR_POSITIONS) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge)
                    .map(reply -> request.method().equals("GET")
                            ? new Reply(reply.status(), headers(Map.of("X-RiOS-Position", "1")), reply.json())
                            : reply);
        }
    },
    A_LIST_LEAVES_ONE_OUT(Invariant.READS_HONOUR_POSITIONS, Invariant.VIEWS_EQUAL_EVENTS) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            return request.to(edge).map(reply -> {
                if (reply.json().path("items") instanceof ArrayNode items && !items.isEmpty()) {
                    items.remove(0);
                }
                return reply;
            });
        }
    },
    AN_ATOMIC_BATCH_IS_HALF_APPLIED(Invariant.BATCHES_WHOLE) {
        @Override
        Optional<Reply> send(Api edge, Request request, Place place) {
            String body = request.body();
            return body == null || !body.contains("\"atomic\"")
                    ? request.to(edge)
                    : request.with(body.replace("\"atomic\"", "\"partial\"")
                                    .replaceFirst("\"image\":\"[^\"]*\"", "\"image\":\"\""))
                            .to(edge);
        }
    },
    A_STREAM_LEAVES_ONE_OUT(Invariant.STREAMS_GO_FORWARD) {
        @Override
        boolean passes(int message) {
            return message != 3;
        }
    },
    A_STREAM_ENDS_EARLY(Invariant.STREAMS_GO_FORWARD) {
        @Override
        boolean passes(int message) {
            return message < 3;
        }
    },
    A_STREAM_GOES_BACK(Invariant.STREAMS_GO_FORWARD) {
        @Override
        boolean repeats(int message) {
            return message == 3;
        }
    },
    AN_EVENT_IS_WRITTEN_TWICE(Invariant.DONE_ONCE, Invariant.NO_HOLES) {
        @Override
        void write(SecondWriter writer, String tenant) {
            writer.repeatLastEvent(tenant);
        }
    },
    A_SEQUENCE_HAS_A_HOLE(Invariant.NO_HOLES) {
        @Override
        void write(SecondWriter writer, String tenant) {
            writer.leaveAHole(tenant);
        }
    },
    A_NAME_IS_GIVEN_AWAY_TWICE(Invariant.NAMES_HELD_ONCE) {
        @Override
        void write(SecondWriter writer, String tenant) {
            writer.takeAHeldName(tenant);
        }
    },
    AN_OPERATION_HAS_TWO_OUTCOMES(Invariant.ONE_OUTCOME) {
        @Override
        void write(SecondWriter writer, String tenant) {
            writer.repeatLastOutcome(tenant);
        }
    },
    A_SNAPSHOT_OF_WHAT_IS_GONE_COMES_BACK(Invariant.SNAPSHOTS_EQUAL_EVENTS) {
        @Override
        void write(SecondWriter writer, String tenant) {
            writer.bringBackADeletedSnapshot(tenant);
        }
    };

    /** The request of its tenant by the end of which the second writer writes: some events are there, and more come. */
    private static final int WRITES_AT = 60;

    @SuppressWarnings("ImmutableEnumChecker") // the set is
    private final Set<Invariant> broken;

    Plant(Invariant... broken) {
        this.broken = Set.of(broken);
    }

    /** What the checker must say; it may say more. */
    Set<Invariant> broken() {
        return broken;
    }

    /** Answers a request in the place of the edge. */
    Optional<Reply> send(Api edge, Request request, Place place) {
        return request.to(edge);
    }

    /** Whether a message, counted from 1 on each socket, comes through. */
    boolean passes(int message) {
        return true;
    }

    /** Whether it comes again. */
    boolean repeats(int message) {
        return false;
    }

    /** Writes what no writer should. */
    void write(SecondWriter writer, String tenant) {}

    /**
     * An edge that has a fault for each of the first tenants, and none for the others.
     *
     * @param tenants in the order in which the traffic opens with them
     */
    static Api between(Api edge, SecondWriter writer, List<String> tenants, List<Plant> plants) {
        return new Between(edge, writer, tenants, plants);
    }

    /** A request on its way. */
    record Request(
            String token,
            String method,
            String path,
            @Nullable String body,
            Map<String, String> headers) {
        Optional<Reply> to(Api edge) {
            return edge.send(token, method, path, body, headers);
        }

        Request with(String otherBody) {
            return new Request(token, method, path, otherBody, headers);
        }

        boolean isCreation() {
            return method.equals("POST") && path.equals("/v1/deployments");
        }
    }

    /** A tenant with a fault, and what stands between has for a memory of it. */
    static final class Place {
        private final Plant plant;
        private final String tenant;
        private final Map<String, Reply> remembered = new ConcurrentHashMap<>();
        private final AtomicInteger requests = new AtomicInteger();

        private Place(Plant plant, String tenant) {
            this.plant = plant;
            this.tenant = tenant;
        }
    }

    private static HttpHeaders headers(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (_, _) -> true);
    }

    private static JsonNode errorBody(String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code);
        return body;
    }

    private static Reply error(int status, String code, Reply instead) {
        return new Reply(status, instead.headers(), errorBody(code));
    }

    private static final class Between implements Api {
        private final Api edge;
        private final SecondWriter writer;
        private final List<String> tenants;
        private final List<Plant> plants;

        /** By token: the traffic's first requests are of its tenants in order. Guarded by this object. */
        private final Map<String, Optional<Place>> places = new HashMap<>();

        Between(Api edge, SecondWriter writer, List<String> tenants, List<Plant> plants) {
            this.edge = edge;
            this.writer = writer;
            this.tenants = List.copyOf(tenants);
            this.plants = List.copyOf(plants);
        }

        private synchronized Optional<Place> place(String token) {
            int next = places.size();
            return places.computeIfAbsent(
                    token,
                    _ -> next < plants.size()
                            ? Optional.of(new Place(plants.get(next), tenants.get(next)))
                            : Optional.empty());
        }

        @Override
        public Optional<Reply> send(
                String token, String method, String path, @Nullable String body, Map<String, String> headers) {
            Request request = new Request(token, method, path, body, headers);
            Optional<Place> planted = place(token);
            if (planted.isEmpty()) {
                return request.to(edge);
            }
            Place place = planted.get();
            Optional<Reply> reply = place.plant.send(edge, request, place);
            if (place.requests.incrementAndGet() == WRITES_AT) {
                place.plant.write(writer, place.tenant);
            }
            return reply;
        }

        @Override
        public CompletableFuture<WebSocket> stream(String token, String cursor, WebSocket.Listener listener) {
            WebSocket.Listener heard = place(token)
                    .<WebSocket.Listener>map(place -> new Listening(place.plant, listener, new AtomicInteger()))
                    .orElse(listener);
            return edge.stream(token, cursor, heard);
        }

        @Override
        public void close() {
            edge.close();
        }
    }

    private record Listening(Plant plant, WebSocket.Listener client, AtomicInteger messages)
            implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            int message = messages.incrementAndGet();
            if (!plant.passes(message)) {
                socket.request(1);
                return null;
            }
            if (plant.repeats(message)) {
                client.onText(socket, data, last);
            }
            return client.onText(socket, data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            return client.onClose(socket, status, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            client.onError(socket, failure);
        }
    }
}
