package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture;
import ai.rios.edge.EdgeFixture.EdgeConfigBuilder;
import ai.rios.edge.RawSocket;
import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.deployments.ListCursors;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.stream.InMemoryLog;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.UnaryOperator;

/**
 * An edge with two tenants: one attacks, and everything that the other has bears its name, so that a leak can be seen. Thread-safe.
 */
final class World implements AutoCloseable {
    static final String ATTACKER = "acme";
    static final String VICTIM = "zebra";

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
        this.edge = edge;
        this.forger = forger;
        this.signer = Signer.of(List.of(edge.signingKey()));
        this.token = edge.token(ATTACKER);
        this.victimToken = edge.token(VICTIM);
        this.victimDeployment = edge.createFor(VICTIM, """
                {"name": "zebra-app", "image": "zebra/secret", "env": {"KEY": "zebra-env"}, "labels": {"team": "zebra-team"}}""");
        edge.createFor(VICTIM, "{\"name\": \"zebra-too\", \"image\": \"zebra/second\"}");
        this.victimHas = edge.listOf(VICTIM);
    }

    /** An edge as it is shipped. */
    static World open(Path folder) {
        return open(folder, config -> config);
    }

    /** An edge with other limits. */
    static World open(Path folder, UnaryOperator<EdgeConfigBuilder> limits) {
        DevTokens.open(folder, InstantSource.system());
        Forger forger = Forger.open(folder);
        return new World(
                EdgeFixture.streaming(folder, new InMemoryLog(), config -> limits.apply(config.withoutAccessLog())),
                forger);
    }

    EdgeFixture edge() {
        return edge;
    }

    /** A good token of the attacker, with every scope but {@code admin}. */
    String token() {
        return token;
    }

    String victimToken() {
        return victimToken;
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
     * Says bytes on a connection of its own and hears what comes of it. Where the answer leaves the connection open, a good request
     * follows on it, so that whatever the edge took for a further request, or for a part of one, shows.
     */
    Heard exchange(byte[] bytes) {
        try (RawSocket socket = connect().sayWhatIsTaken(bytes)) {
            return hear(socket);
        }
    }

    /** What comes on a connection on which everything hostile was said. */
    static Heard hear(RawSocket socket) {
        List<String> answers = new ArrayList<>();
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

    private static boolean isProbes(String answer) {
        return answer.startsWith("HTTP/1.1 200") && answer.contains("X-Request-ID: " + PROBE_ID + "\r\n");
    }

    private static boolean saysClose(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
    }

    /** The victim is answered as if nothing had happened. */
    void assertUntouched() {
        assertThat(edge.listOf(VICTIM)).as("what %s has", VICTIM).isEqualTo(victimHas);
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

    @Override
    public void close() {
        edge.close();
    }
}
