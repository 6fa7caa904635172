package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;
import static ai.rios.edge.hostile.Request.post;

import ai.rios.edge.auth.Tickets;
import ai.rios.edge.signing.Signer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Credentials that are none: forged, of another kind, for another use, or too many. Their claims would make the victim of the bearer. */
final class TokenCases {
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final String DENIED = "401 unauthenticated, open";
    private static final String OVER = "401 token_expired, open";

    private final Rows rows = new Rows(Group.TOKENS, Rule.CREDENTIALS);

    private TokenCases() {}

    static List<HostileCase> all() {
        TokenCases cases = new TokenCases();
        cases.absent();
        cases.malformed();
        cases.algorithms();
        cases.keys();
        cases.changed();
        cases.claims();
        cases.confused();
        cases.scopes();
        return cases.rows.all();
    }

    private void row(String name, String answer, Function<World, String> token) {
        rows.send(name, answer, world -> get(DEPLOYMENTS).bearer(token.apply(world)));
    }

    private void line(String name, Function<World, String> line) {
        rows.send(name, DENIED, world -> get(DEPLOYMENTS).line(line.apply(world)));
    }

    private static String rs256(World world) {
        return "{\"alg\":\"RS256\",\"kid\":\"" + world.forger().issuerId() + "\"}";
    }

    private void absent() {
        rows.send("no credential", DENIED, get(DEPLOYMENTS));
        line("Authorization: nothing", _ -> "Authorization:");
        line("Authorization: Bearer and nothing", _ -> "Authorization: Bearer ");
        line("Authorization: Basic", _ -> "Authorization: Basic YWRtaW46YWRtaW4=");
        line("Authorization: a token without its scheme", world -> "Authorization: " + world.token());
        line("Authorization: Token", world -> "Authorization: Token " + world.token());
        line("Authorization: Bearer: and a token", world -> "Authorization: Bearer: " + world.token());
        line("two tokens on one line", world -> "Authorization: Bearer " + world.token() + ", Bearer " + world.token());
        line(
                "two lines of Authorization",
                world -> "Authorization: Bearer " + world.token() + "\r\nAuthorization: Bearer " + world.token());
        line("a token and an API key", world -> "Authorization: Bearer " + world.token() + "\r\nX-API-Key: rios_a");
        line("an API key that nobody has", _ -> "X-API-Key: rios_01kb0q5v3d4e8w2n6t9y7h1m5x");
        line("such an API key as a token", _ -> "Authorization: Bearer rios_01kb0q5v3d4e8w2n6t9y7h1m5x");
        line("a token as an API key", world -> "X-API-Key: " + world.token());
        line("a token in a cookie", world -> "Cookie: token=" + world.token());
        line("a token as a proxy's", world -> "Proxy-Authorization: Bearer " + world.token());
        rows.send("a token in the address", DENIED, world -> get(DEPLOYMENTS + "?access_token=" + world.token()));
        line("a tenant in a header alone", _ -> "X-Tenant: " + World.VICTIM);
    }

    private void malformed() {
        row("a word", DENIED, _ -> "nonsense");
        row("dots alone", DENIED, _ -> "..");
        row("two parts", DENIED, world -> Forger.unsigned(rs256(world), Forger.claims()));
        row("four parts", DENIED, world -> world.token() + ".a");
        row(
                "five parts, as what is encrypted has",
                DENIED,
                world -> Forger.encode("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + ".a.b.c.d");
        row("no base64", DENIED, _ -> "!!.!!.!!");
        row("base64 of no JSON", DENIED, _ -> "YQ.YQ.YQ");
        row("a list for claims", DENIED, world -> world.forger().issued(rs256(world), "[]"));
        row("a token in JSON", DENIED, _ -> "{\"payload\":\"e30\",\"signatures\":[]}");
        row("9,000 characters", DENIED, _ -> "a".repeat(9_000));
        row("8,000 dots", DENIED, _ -> ".".repeat(8_000));
        row("a token with a space in it", DENIED, world -> world.token().replaceFirst("\\.", ". "));
        row(
                "claims that nest 2,000 times",
                DENIED,
                world -> world.forger().issued(rs256(world), "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)));
    }

    private void algorithms() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            row(
                    "algorithm \"" + none + "\" with no signature",
                    DENIED,
                    _ -> Forger.unsigned("{\"alg\":\"" + none + "\"}", Forger.claims()) + '.');
        }
        row(
                "algorithm none with a good signature",
                DENIED,
                world -> world.forger().issued("{\"alg\":\"none\"}", Forger.claims()));
        row("no algorithm", DENIED, world -> world.forger().issued("{}", Forger.claims()));
        row("a number for the algorithm", DENIED, world -> world.forger().issued("{\"alg\":256}", Forger.claims()));
        row("rs256 in small letters", DENIED, world -> world.forger().issued("{\"alg\":\"rs256\"}", Forger.claims()));
        for (Forger.PublicForm form : Forger.PublicForm.values()) {
            row(
                    "HS256 with the public key as secret: " + form,
                    DENIED,
                    world -> world.forger()
                            .hmac(
                                    "{\"alg\":\"HS256\",\"kid\":\""
                                            + world.forger().issuerId() + "\"}",
                                    Forger.claims(),
                                    form));
            row(
                    "RS256 that is such an HS256: " + form,
                    DENIED,
                    world -> world.forger().hmac(rs256(world), Forger.claims(), form));
        }
        row(
                "RS512 with the issuer's key",
                DENIED,
                world -> world.forger()
                        .rs512("{\"alg\":\"RS512\",\"kid\":\"" + world.forger().issuerId() + "\"}", Forger.claims()));
        row("RS256 that is RS512", DENIED, world -> world.forger().rs512(rs256(world), Forger.claims()));
        row(
                "ES256 that is RS256",
                DENIED,
                world -> world.forger().issued("{\"alg\":\"ES256\",\"kid\":\"elliptic\"}", Forger.claims()));
        row("EdDSA that is RS256", DENIED, world -> world.forger().issued("{\"alg\":\"EdDSA\"}", Forger.claims()));
        row("RS256 that is ES256", DENIED, world -> world.forger().elliptic(rs256(world), Forger.claims()));
    }

    private void keys() {
        String es256 = "{\"alg\":\"ES256\",\"kid\":\"elliptic\"}";
        row(
                "a key that nobody knows",
                DENIED,
                world -> world.forger().strangers("{\"alg\":\"RS256\",\"kid\":\"stranger\"}", Forger.claims()));
        row(
                "another's signature under the issuer's key id",
                DENIED,
                world -> world.forger().strangers(rs256(world), Forger.claims()));
        row(
                "another's signature without a key id",
                DENIED,
                world -> world.forger().strangers("{\"alg\":\"RS256\"}", Forger.claims()));
        row(
                "a key that the token brings itself",
                DENIED,
                world -> world.forger()
                        .strangers(
                                "{\"alg\":\"RS256\",\"jwk\":" + world.forger().strangerJwk() + "}", Forger.claims()));
        for (String address : List.of("jku", "x5u")) {
            row(
                    "a key at an address that the token names: " + address,
                    DENIED,
                    world -> world.forger()
                            .strangers(
                                    "{\"alg\":\"RS256\",\"" + address + "\":\"http://127.0.0.1:1/\"}",
                                    Forger.claims()));
        }
        for (String id : List.of("../../../../dev/null", "' or 1=1 --", "http://127.0.0.1:1/")) {
            row(
                    "key id " + id,
                    DENIED,
                    world -> world.forger().strangers("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", Forger.claims()));
        }
        row(
                "a list of key ids",
                DENIED,
                world -> world.forger().strangers("{\"alg\":\"RS256\",\"kid\":[\"a\"]}", Forger.claims()));
        row(
                "a header that must be understood",
                DENIED,
                world ->
                        world.forger().issued("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}", Forger.claims()));
        row("ES256 of zeros", DENIED, _ -> Forger.signed(es256, Forger.claims(), new byte[64]));
        row("ES256 in the form of DER", DENIED, world -> world.forger().ellipticDer(es256, Forger.claims()));
    }

    private void changed() {
        row("another's claims under a good signature", DENIED, world -> {
            String[] parts = world.token().split("\\.", -1);
            return parts[0] + '.' + Forger.encode(Forger.claims()) + '.' + parts[2];
        });
        row("another header over good claims", DENIED, world -> {
            String[] parts = world.token().split("\\.", -1);
            return Forger.encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + '.' + parts[1] + '.' + parts[2];
        });
        row(
                "no signature",
                DENIED,
                world -> world.token().substring(0, world.token().lastIndexOf('.') + 1));
        row(
                "half a signature",
                DENIED,
                world -> world.token().substring(0, world.token().length() - 100));
        row("a signature of 4 KiB", DENIED, world -> world.token() + "a".repeat(5_000));
        row("a signature of zeros", DENIED, world -> Forger.signed(rs256(world), Forger.claims(), new byte[256]));
        row("a good token with padding", DENIED, world -> world.token() + "==");
        row("a good token whose last character is another for the same", DENIED, world -> {
            int at = world.token().lastIndexOf('.') + 1;
            return world.token().substring(0, at) + Forger.respelt(world.token().substring(at));
        });
        row(
                "an algorithm twice",
                DENIED,
                world -> world.forger().issued("{\"alg\":\"none\",\"alg\":\"RS256\"}", Forger.claims()));
    }

    private void claims() {
        String tail = ",\"sub\":\"mallory\",\"tenant\":\"acme\",\"scope\":\"deployments:read\"";
        String exp = ",\"exp\":";
        issued("for another audience", DENIED, () -> "{\"aud\":\"other\"" + tail + exp + Forger.inAnHour() + "}");
        issued("for rios among no list", DENIED, () -> "{\"aud\":{\"a\":\"b\"}" + tail + exp + Forger.inAnHour() + "}");
        issued("for nobody", DENIED, () -> "{\"iss\":\"a\"" + tail + exp + Forger.inAnHour() + "}");
        issued("without an end", DENIED, () -> "{\"aud\":\"rios\"" + tail + "}");
        issued("over since 1970", OVER, () -> "{\"aud\":\"rios\"" + tail + exp + "1}");
        issued("with an end before all time", DENIED, () -> "{\"aud\":\"rios\"" + tail + exp + "-1}");
        issued(
                "with an end as a text",
                DENIED,
                () -> "{\"aud\":\"rios\"" + tail + exp + "\"" + Forger.inAnHour() + "\"}");
        issued("with an end after all time", DENIED, () -> "{\"aud\":\"rios\"" + tail + exp + "1e300}");
        issued("with an end of 1e999999999", DENIED, () -> "{\"aud\":\"rios\"" + tail + exp + "1e999999999}");
        issued(
                "not good yet",
                DENIED,
                () -> "{\"aud\":\"rios\"" + tail + exp + Forger.inAnHour() + ",\"nbf\":" + (Forger.inAnHour() - 60)
                        + "}");
        issued(
                "good from a text on",
                DENIED,
                () -> "{\"aud\":\"rios\"" + tail + exp + Forger.inAnHour() + ",\"nbf\":\"0\"}");
        issued(
                "with a claim twice",
                DENIED,
                () -> "{\"aud\":\"rios\"" + tail + ",\"tenant\":\"" + World.VICTIM + "\"" + exp + Forger.inAnHour()
                        + "}");
        issued(
                "with more behind the claims",
                DENIED,
                () -> "{\"aud\":\"rios\"" + tail + exp + Forger.inAnHour() + "}{\"tenant\":\"" + World.VICTIM + "\"}");
        for (String tenant : List.of(
                "\"\"",
                "\"Acme\"",
                "\"../acme\"",
                "\"acme\\n\"",
                "\"acme|x\"",
                "\"-acme\"",
                "\"" + "a".repeat(64) + "\"",
                "5",
                "true",
                "[\"acme\"]",
                "null")) {
            issued(
                    "with the tenant " + (tenant.length() > 60 ? "of 64 characters" : tenant),
                    DENIED,
                    () -> "{\"aud\":\"rios\",\"sub\":\"mallory\",\"tenant\":" + tenant + exp + Forger.inAnHour() + "}");
        }
        for (String subject : List.of("\"\"", "\"" + "a".repeat(256) + "\"", "5", "null")) {
            issued(
                    "with the subject " + (subject.length() > 60 ? "of 256 characters" : subject),
                    DENIED,
                    () -> "{\"aud\":\"rios\",\"tenant\":\"acme\",\"sub\":" + subject + exp + Forger.inAnHour() + "}");
        }
    }

    private void issued(String name, String answer, java.util.function.Supplier<String> claims) {
        row("the issuer's own, " + name, answer, world -> world.forger().issued(rs256(world), claims.get()));
    }

    private void confused() {
        row(
                "a ticket as a token",
                DENIED,
                world -> new Tickets(Signer.of(List.of(world.edge().signingKey())), InstantSource.system())
                        .issue(world.victim(), "/v1/stream")
                        .text());
        row("a cursor as a token", DENIED, World::victimCursor);
        rows.send("a ticket as a parameter of an ordinary path", DENIED, get(DEPLOYMENTS + "?ticket=a"));
    }

    private void scopes() {
        rows.by(Rule.SCOPES);
        rows.send(
                "a scope that is lacking, to read",
                "403 forbidden, open",
                world -> get(DEPLOYMENTS).bearer(world.edge().token(World.ATTACKER, "tasks:read")));
        rows.send(
                "a scope that is lacking, to write",
                "403 forbidden, open",
                world -> post(DEPLOYMENTS)
                        .bearer(world.edge().token(World.ATTACKER, "deployments:read"))
                        .json("{\"name\":\"a\",\"image\":\"b\"}"));
        rows.send(
                "a scope that is lacking, in a batch",
                "403 forbidden, open",
                world -> post("/v1/batch")
                        .bearer(world.edge().token(World.ATTACKER, "deployments:read"))
                        .json(
                                "{\"batch\":[{\"op\":\"create\",\"path\":\"/deployments\",\"body\":{\"name\":\"a\",\"image\":\"b\"}}]}"));
        for (String scope : List.of(
                "DEPLOYMENTS:READ",
                "deployments:*",
                "*",
                "deployments",
                "administrator",
                "deployments:read,admin",
                "topics:publish:admin")) {
            rows.send(
                    "the scope " + scope,
                    "403 forbidden, open",
                    world -> get(DEPLOYMENTS)
                            .bearer(world.forger()
                                    .issued(
                                            rs256(world),
                                            "{\"aud\":\"rios\",\"sub\":\"mallory\",\"tenant\":\"acme\",\"scope\":\""
                                                    + scope + "\",\"exp\":" + Forger.inAnHour() + "}")));
        }
        rows.send(
                "scopes as a list",
                "403 forbidden, open",
                world -> get(DEPLOYMENTS)
                        .bearer(world.forger()
                                .issued(
                                        rs256(world),
                                        "{\"aud\":\"rios\",\"sub\":\"mallory\",\"tenant\":\"acme\",\"scope\":[\"admin\"],\"exp\":"
                                                + Forger.inAnHour() + "}")));
    }
}
