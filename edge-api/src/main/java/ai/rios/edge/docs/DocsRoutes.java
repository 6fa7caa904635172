package ai.rios.edge.docs;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the interface is, for machines and for people; nothing in it comes from another host. Thread-safe. */
public final class DocsRoutes {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";
    private static final String HTML = "text/html; charset=utf-8";

    private final Answer openApi = text("application/json", resource("openapi.json"));
    private final Answer page = text(HTML, resource("docs.html"));
    private final Answer script = text("text/javascript", resource("docs.js"));
    private final Answer style = text("text/css", resource("docs.css"));
    private final Answer errors = text(HTML, errors());

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/openapi.json", "application/json", _ -> openApi),
                Route.open("GET", "/docs", "text/html", _ -> page),
                Route.open("GET", "/docs/docs.js", "text/javascript", _ -> script),
                Route.open("GET", "/docs/docs.css", "text/css", _ -> style),
                Route.open("GET", "/docs/errors", "text/html", _ -> errors));
    }

    private static Answer text(String type, String text) {
        return Answer.text(200, type, text)
                .with("Cache-Control", "max-age=300")
                .with("Content-Security-Policy", POLICY);
    }

    /** The table of codes; the address of a problem's {@code type} leads here. */
    private static String errors() {
        StringBuilder rows = new StringBuilder();
        for (ApiCode code : ApiCode.values()) {
            rows.append("<tr id=\"")
                    .append(code.wire())
                    .append("\"><td><code>")
                    .append(code.wire())
                    .append("</code></td><td>")
                    .append(code.status())
                    .append("</td><td>")
                    .append(code.meaning())
                    .append(code.isReserved() ? " <em>(reserved)</em>" : "")
                    .append("</td></tr>\n");
        }
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Errors</title><link rel="stylesheet" href="/docs/docs.css"></head>
                <body><main><h1>Errors</h1>
                <table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead>
                <tbody>
                """ + rows + "</tbody></table></main></body></html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = DocsRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
