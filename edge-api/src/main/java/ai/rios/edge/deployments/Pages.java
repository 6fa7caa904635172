package ai.rios.edge.deployments;

import ai.rios.edge.http.Call;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.schemas.query.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one shape of all pages, and their cursors. Thread-safe. */
public final class Pages {
    private final ListCursors cursors;
    private final WatchCursors watchCursors;

    public Pages(ListCursors cursors, WatchCursors watchCursors) {
        this.cursors = cursors;
        this.watchCursors = watchCursors;
    }

    /**
     * {@link Page#resumeAfter()} of the page before; null for the first page.
     *
     * @param listed what is listed: path and filter
     * @throws ai.rios.edge.errors.ApiException when {@code cursor} is none of this list's
     */
    @Nullable String after(Call call, String listed) {
        return cursors.decode(call.tenant(), listed, call.query().text("cursor"));
    }

    /** The page as its client gets it. */
    <T> ObjectNode body(Call call, String listed, Page<T> page, long position, Function<T, ? extends JsonNode> json) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(item -> items.add(json.apply(item)));
        String resumeAfter = page.resumeAfter(); // a page without items may be followed by another
        body.put("nextCursor", resumeAfter == null ? null : cursors.encode(call.tenant(), listed, resumeAfter));
        body.put("position", position);
        body.put("watchCursor", watchCursors.encode(call.tenant(), page.watch()));
        if (page.total() != null) {
            body.put("total", page.total());
        }
        return body;
    }

    /** Changes whenever cursors are to be given anew: {@link ListCursors#mark()}. */
    String mark() {
        return cursors.mark();
    }
}
