package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;
import static ai.rios.edge.hostile.Request.starting;

import java.util.List;

/** Heads that are none, and addresses that lead nowhere or mean to lead round a check. */
final class HeadCases {
    private static final String REFUSED = "400 invalid_request (request: is not well-formed HTTP), closed";
    private static final String NOWHERE = "404 not_found, open";

    private HeadCases() {}

    static List<HostileCase> all() {
        Rows rows = new Rows(Group.HEADS, Rule.FRAMING);
        firstLines(rows);
        hosts(rows);
        headers(rows);
        rows.by(Rule.PATHS);
        addresses(rows);
        return rows.all();
    }

    private static void firstLines(Rows rows) {
        record Line(String name, String text) {}
        List<Line> lines = List.of(
                new Line("no version", "GET /health"),
                new Line("HTTP/0.9", "GET /health HTTP/0.9"),
                new Line("HTTP/1.0", "GET /health HTTP/1.0"),
                new Line("HTTP/1.2", "GET /health HTTP/1.2"),
                new Line("HTTP/2.0 without its preface", "GET /health HTTP/2.0"),
                new Line("HTTP/3.7", "GET /health HTTP/3.7"),
                new Line("http/1.1 in small letters", "GET /health http/1.1"),
                new Line("more behind the version", "GET /health HTTP/1.1 x"),
                new Line("two spaces", "GET  /health HTTP/1.1"),
                new Line("tabs", "GET\t/health\tHTTP/1.1"),
                new Line("a space before it", " GET /health HTTP/1.1"),
                new Line("no address", "GET HTTP/1.1"),
                new Line("no method", "/health HTTP/1.1"),
                new Line("a method in small letters", "get /health HTTP/1.1"),
                new Line("a method of other characters", "G\u00e9T /health HTTP/1.1"),
                new Line("a zero byte in the address", "GET /hea\0lth HTTP/1.1"),
                new Line("a byte over ASCII in the address", "GET /h\u00e9alth HTTP/1.1"),
                new Line("a space in the address", "GET /he alth HTTP/1.1"),
                new Line("a backslash in the address", "GET /v1\\deployments HTTP/1.1"),
                new Line("half an escape in the path", "GET /v1/deployments/%4 HTTP/1.1"),
                new Line("a wrong escape in the path", "GET /v1/deployments/%zz HTTP/1.1"),
                new Line("a greeting of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                new Line("a carriage return before it", "\rGET /health HTTP/1.1"),
                new Line("an empty line before it", "\r\nGET /health HTTP/1.1"));
        for (Line line : lines) {
            rows.send(
                    "first line: " + line.name(), REFUSED, starting(line.text()).line("Host: a"));
        }
        rows.send("line feeds alone end lines", REFUSED, starting("GET /health HTTP/1.1\nHost: a\n\n"));
    }

    private static void hosts(Rows rows) {
        rows.send("no Host", REFUSED, starting("GET /health HTTP/1.1"));
        rows.send(
                "two Hosts",
                REFUSED,
                starting("GET /health HTTP/1.1").line("Host: a").line("Host: b"));
        for (String host : List.of("", "a b", "a/b", "user@a", "a:port", "a:99999999999", "a, b", "[::1", "a\u00e9")) {
            rows.send(
                    "Host: " + (host.isEmpty() ? "nothing" : host.replace("\u00e9", " and a byte over ASCII")),
                    REFUSED,
                    starting("GET /health HTTP/1.1").line("Host: " + host));
        }
    }

    private static void headers(Rows rows) {
        record Header(String name, String text) {}
        List<Header> headers = List.of(
                new Header("no colon", "X-A"),
                new Header("no name", ": b"),
                new Header("a space in the name", "X A: b"),
                new Header("a space before the colon", "X-A : b"),
                new Header("a zero byte in the name", "X\0A: b"),
                new Header("a byte over ASCII in the name", "X-\u00e9: b"),
                new Header("a folded value", "X-A: b\r\n c"),
                new Header("a value folded with a tab", "X-A: b\r\n\tc"),
                new Header("a zero byte in the value", "X-A: b\0c"),
                new Header("a control character in the value", "X-A: b\u0001c"),
                new Header("a delete character in the value", "X-A: b\u007fc"),
                new Header("a carriage return alone in the value", "X-A: b\rX-B: c"),
                new Header("a line feed alone in the value", "X-A: b\nX-B: c"));
        for (Header header : headers) {
            rows.send("a header with " + header.name(), REFUSED, get("/health").line(header.text()));
        }
    }

    private static void addresses(Rows rows) {
        for (String path : List.of(
                "/v1/../v1/deployments",
                "/v1/%2e%2e/health",
                "/v1//deployments",
                "//v1/deployments",
                "/v1/deployments/",
                "/v1/deployments/a/b",
                "/v1%2Fdeployments",
                "/V1/DEPLOYMENTS",
                "/v1/deployments;a=b",
                "/v1/./deployments",
                "/%76%31/deployments",
                "/v1/deployments/%ff",
                "/v1/deployments/%c0%af",
                "*")) {
            rows.send("GET " + path, NOWHERE, get(path));
        }
        rows.send("an address that names another host", NOWHERE, get("http://other.example/v1/deployments"));
        rows.send("CONNECT", NOWHERE, starting("CONNECT a:80 HTTP/1.1").line("Host: a"));
        rows.by(Rule.METHODS);
        rows.send(
                "TRACE with a secret",
                "405 method_not_allowed, open",
                starting("TRACE /health HTTP/1.1").line("Host: a").line("Cookie: secret"));
        rows.send(
                "a method that nobody knows",
                "405 method_not_allowed, open",
                starting("BREW /v1/deployments HTTP/1.1").line("Host: a"));
        rows.by(Rule.CREDENTIALS);
        rows.send(
                "another method by a header",
                "401 unauthenticated, open",
                get("/v1/deployments").line("X-HTTP-Method-Override: DELETE"));
    }
}
