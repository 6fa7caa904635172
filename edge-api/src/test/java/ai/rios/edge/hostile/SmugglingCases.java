package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.post;

import java.util.List;

/** Requests that hide another: two readers of the same bytes would part them at different places. */
final class SmugglingCases {
    private static final String DEPLOYMENTS = "/v1/deployments";

    /** What is hidden: its answer would be a second one. */
    private static final String HIDDEN = "GET /health HTTP/1.1\r\nHost: a\r\nX-Request-ID: hidden\r\n\r\n";

    private static final String REFUSED = "400 invalid_request (request: is not well-formed HTTP), closed";

    private SmugglingCases() {}

    static List<HostileCase> all() {
        Rows rows = new Rows(Group.SMUGGLING, Rule.FRAMING);
        lengths(rows);
        return rows.all();
    }

    private static void lengths(Rows rows) {
        for (String length :
                List.of("-1", "+4", "0x4", "4.0", "4e0", "4,5", "4,4", "four", "", "4 4", "99999999999999999999")) {
            rows.send(
                    "Content-Length: " + (length.isEmpty() ? "nothing" : length),
                    REFUSED,
                    post(DEPLOYMENTS).line("Content-Length: " + length).then("abcd" + HIDDEN));
        }
        rows.send(
                "two unlike lengths",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Content-Length: 4")
                        .line("Content-Length: 5")
                        .then("abcd" + HIDDEN));
        rows.send(
                "twice the same length",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Content-Length: 4")
                        .line("Content-Length: 4")
                        .then("abcd" + HIDDEN));
        rows.send(
                "length, then chunks",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Content-Length: 4")
                        .line("Transfer-Encoding: chunked")
                        .then("0\r\n\r\n" + HIDDEN));
        rows.send(
                "chunks, then length",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Transfer-Encoding: chunked")
                        .line("Content-Length: 4")
                        .then("0\r\n\r\n" + HIDDEN));
        rows.send(
                "gzip as framing",
                REFUSED,
                post(DEPLOYMENTS).line("Transfer-Encoding: gzip").then(HIDDEN));
        rows.send(
                "misspelt framing",
                REFUSED,
                post(DEPLOYMENTS).line("Transfer-Encoding: xchunked").then(HIDDEN));
        rows.send(
                "folded framing",
                REFUSED,
                post(DEPLOYMENTS).line("Transfer-Encoding:\r\n chunked").then("0\r\n\r\n" + HIDDEN));
        rows.send(
                "a space before the colon",
                REFUSED,
                post(DEPLOYMENTS).line("Transfer-Encoding : chunked").then("0\r\n\r\n" + HIDDEN));
        rows.send(
                "a zero byte behind the name",
                REFUSED,
                post(DEPLOYMENTS).line("Transfer-Encoding\0: chunked").then("0\r\n\r\n" + HIDDEN));
    }
}
