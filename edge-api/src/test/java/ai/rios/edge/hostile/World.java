package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture;
import ai.rios.edge.EdgeFixture.EdgeConfigBuilder;
import ai.rios.edge.Http2Socket;
import ai.rios.edge.RawSocket;
import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.deployments.ListCursors;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.stream.InMemoryLog;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.edge.websocket.RawClient;
import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.schemas.ids.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * An edge with two tenants: one attacks, and everything that the other has bears its name, so that a leak can be seen. Thread-safe.
 */
final class World implements AutoCloseable {
    static final String ATTACKER = "acme";
    static final String VICTIM = "zebra";

    private static final String CONSOLE = "https://console.example";
    private static final WebSocketSettings SOCKETS = StreamConfig.DEFAULTS.sockets();
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** The correlation id of the victim's write. */
    static final String VICTIM_REQUEST = "of-the-victim";

    /** Made long ago, so that it is not waited for. */
    private static final String VICTIM_OPERATION = Ids.of(Ids.OPERATION, new byte[Ids.BYTES]);

    /** The longest that anything may take. */
    static final Duration HANG = Duration.ofSeconds(60);

    private static final String PROBE_ID = "probe";
    private static final byte[] PROBE =
            Request.get("/health").line("X-Request-ID: " + PROBE_ID).bytes();

    private final EdgeFixture edge;
    private final String token;
    private final String victimToken;
    private final String victimDeployment;
    private final JsonNode victimHas;

    private final Forger forger;
    private final Signer signer;

    private World(EdgeFixture edge, Forger forger) {
        await("the edge is ready", edge::isReady);
        this.edge = edge;
        this.forger = forger;
        this.signer = Signer.of(List.of(edge.signingKey()));
        this.token = edge.token(ATTACKER);
        this.victimToken = edge.token(VICTIM);
        edge.noteOperation(VICTIM, VICTIM_OPERATION, VICTIM_REQUEST);
        this.victimDeployment = edge.createFor(VICTIM, """
                {"name": "zebra-app", "image": "zebra/secret", "env": {"KEY": "zebra-env"}, "labels": {"team": "zebra-team"}}""");
        edge.createFor(VICTIM, "{\"name\": \"zebra-too\", \"image\": \"zebra/second\"}");
        this.victimHas = edge.listFor(victimToken);
    }

    /** An edge as it is shipped. */
    static World open(Path folder) {
        return open(folder, config -> config.stream(stream(SOCKETS)));
    }

    /** An edge with limits so small that what is slow or fast comes upon them soon. */
    static World hasty(Path folder) {
        WebSocketSettings sockets = SOCKETS.withTimes(
                        new WebSocketSettings.Times(LIMIT.dividedBy(2), LIMIT, Duration.ofHours(1), LIMIT))
                .withRate(new WebSocketSettings.Rate(10, Duration.ZERO));
        return open(
                folder,
                config -> config.limits(LIMIT, LIMIT, LIMIT.multipliedBy(2)).writeLimit(LIMIT).stream(stream(sockets)));
    }

    private static StreamConfig stream(WebSocketSettings sockets) {
        StreamConfig usual = StreamConfig.DEFAULTS;
        return new StreamConfig(
                Set.of(CONSOLE),
                100, // for rows that are sent at once
                usual.catchUpReaders(),
                usual.catchUpPlaces(),
                usual.catchUpPlacesPerTenant(),
                usual.catchUpTurn(),
                sockets);
    }

    private static World open(Path folder, UnaryOperator<EdgeConfigBuilder> limits) {
        DevTokens.open(folder, InstantSource.system());
        Forger forger = Forger.open(folder);
        return new World(
                EdgeFixture.streaming(
                        folder,
                        new InMemoryLog(),
                        config -> limits.apply(config.withoutAccessLog().origins(CONSOLE))),
                forger);
    }

    EdgeFixture edge() {
        return edge;
    }

    /** A good token of the attacker, with every scope but {@code admin}. */
    String token() {
        return token;
    }

    /** A token of another subject of the attacker's tenant. */
    String bobsToken() {
        return edge.tokens()
                .mint(new DevTokens.Claims(
                        ATTACKER, "bob", List.of(Scopes.DEPLOYMENTS_WRITE), "default", Duration.ofHours(1)));
    }

    /** A write of the victim's that is not decided yet. */
    String victimOperation() {
        return VICTIM_OPERATION;
    }

    Forger forger() {
        return forger;
    }

    /** What cursors and tickets are signed with. */
    Signer signer() {
        return signer;
    }

    /** The victim, as its token tells. */
    Principal victim() {
        Instant end = InstantSource.system().instant().plusSeconds(3_600);
        return new Principal(VICTIM, "alice", Set.copyOf(Scopes.ALL), Plan.DEFAULT, end, null);
    }

    /** A cursor in the victim's list, as it would get one. */
    String victimCursor() {
        return listCursor(signer, VICTIM, victimDeployment, Duration.ZERO);
    }

    /** A cursor in a tenant's list of all, behind a deployment, that was given some time ago. */
    static String listCursor(Signer signer, String tenant, String deployment, Duration age) {
        return new ListCursors(
                        signer,
                        InstantSource.fixed(InstantSource.system().instant().minus(age)))
                .encode(tenant, "/v1/deployments?", deployment);
    }

    String victimDeployment() {
        return victimDeployment;
    }

    /** How many commands of the attacker have come to the log. */
    long commands() {
        return edge.commandsOf(ATTACKER);
    }

    RawSocket connect() {
        return new RawSocket("127.0.0.1", edge.port());
    }

    /**
     * Says requests on a connection of their own, each when the one before is answered, and hears what comes of them. Where the last answer leaves the connection open, a good request
     * follows on it, so that whatever the edge took for a further request, or for a part of one, shows.
     */
    Heard exchange(byte[]... requests) {
        try (RawSocket socket = connect()) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < requests.length - 1; i++) {
                socket.sayWhatIsTaken(requests[i]).nextAnswer().ifPresent(answers::add);
            }
            return hear(socket.sayWhatIsTaken(requests[requests.length - 1]), answers);
        }
    }

    /** What comes on a connection on which everything hostile was said. */
    static Heard hear(RawSocket socket) {
        return hear(socket, new ArrayList<>());
    }

    private static Heard hear(RawSocket socket, List<String> answers) {
        Optional<String> next = socket.nextAnswer();
        boolean probed = false;
        while (next.isPresent() && !isProbes(next.get())) {
            answers.add(next.get());
            if (!probed && !saysClose(next.get())) {
                socket.sayWhatIsTaken(PROBE);
                probed = true;
            }
            next = socket.nextAnswer();
        }
        return Heard.of(answers, next.isPresent() ? "open" : "closed");
    }

    /**
     * Says frames on {@code /v1/stream}, opened by the attacker, and hears what comes of them.
     *
     * @param headers further lines of the handshake, each with its end
     */
    Heard socket(String headers, byte[] frames) throws IOException {
        try (RawClient client = openSocket(headers)) {
            client.sendWhatIsTaken(frames);
            return hear(client);
        }
    }

    RawClient openSocket(String headers) throws IOException {
        return RawClient.open(edge.port(), "/v1/stream", "Authorization: Bearer " + token + "\r\n" + headers);
    }

    /** How a socket ends; pings, and what pings are answered with, are passed over. */
    static Heard hear(RawClient client) throws IOException {
        List<String> frames = client.all();
        StringBuilder answer = new StringBuilder("101");
        frames.stream()
                .filter(frame -> frame.startsWith("close:"))
                .forEach(frame -> answer.append(", ").append(frame.replace("close:", "close ")));
        return new Heard(answer + ", closed", String.join("\n", frames));
    }

    /** What comes on a connection until it is closed, with nothing further said on it. */
    static Heard hearOut(RawSocket socket) {
        List<String> answers = new ArrayList<>();
        for (Optional<String> next = socket.nextAnswer(); next.isPresent(); next = socket.nextAnswer()) {
            answers.add(next.get());
        }
        return Heard.of(answers, "closed");
    }

    Http2Socket connectHttp2() {
        return new Http2Socket("127.0.0.1", edge.port());
    }

    private static boolean isProbes(String answer) {
        return answer.startsWith("HTTP/1.1 200") && answer.contains("X-Request-ID: " + PROBE_ID + "\r\n");
    }

    private static boolean saysClose(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
    }

    /** The victim is answered as if nothing had happened. */
    void assertUntouched() {
        assertThat(edge.listFor(victimToken)).as("what %s has", VICTIM).isEqualTo(victimHas);
    }

    /** As {@link #assertUntouched}, on an edge that gives up clients which a slow machine makes slow. */
    void assertUntouchedInTheEnd() {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (true) {
            try {
                assertUntouched();
                return;
            } catch (UncheckedIOException e) { // this client was too slow
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** Nothing that was sent is under way any more: no connection is left but this client's own, no socket, no command. */
    void awaitQuiet() {
        await("connections end", () -> edge.metric("rios_edge_connections") <= 1);
        await("sockets end", () -> edge.metric("rios_edge_sockets") == 0);
        await("commands end", () -> edge.metric("rios_edge_commands_in_flight") == 0);
    }

    /** Waits until it is so. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        edge.close();
    }
}
