package ai.rios.edge.deployments;

import ai.rios.edge.auth.Scopes;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.EntityTags;
import ai.rios.edge.http.Names;
import ai.rios.edge.http.Route;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.FilterSyntaxException;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.Page;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading deployments: one, one as it was, one when it is as wanted, all, and the history of one. Thread-safe. */
public final class DeploymentReads {
    private static final String COLLECTION = "/v1/deployments";
    private static final String ITEM = COLLECTION + "/{id}";
    private static final int MAX_WAIT_SECONDS = 60;

    /** Characters of a deployment's name, at most. */
    private static final int MAX_NAME = 63;

    private final DeploymentQueries queries;
    private final Pages pages;

    public DeploymentReads(DeploymentQueries queries, Pages pages) {
        this.queries = queries;
        this.pages = pages;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.api("GET", COLLECTION, Scopes.DEPLOYMENTS_READ, this::list)
                        .taking("limit", "cursor", "filter", "status", "name^", "count")
                        .repeating("labels"),
                Route.api("GET", ITEM, Scopes.DEPLOYMENTS_READ, this::get)
                        .taking("at_revision", "wait", "for", "generation"),
                Route.api("GET", ITEM + "/events", Scopes.DEPLOYMENTS_READ, this::events)
                        .taking("limit", "cursor", "count"));
    }

    private Answer get(Call call) {
        if (call.query().text("wait") != null) {
            return await(call);
        }
        for (String parameter : List.of("for", "generation")) {
            if (call.query().text(parameter) != null) {
                throw new ApiException(ApiError.invalid(parameter, "needs wait beside it"));
            }
        }
        String id = call.pathParameter("id");
        String revision = call.query().text("at_revision");
        ai.rios.schemas.query.Answer<Optional<Deployment>> found = revision == null
                ? queries.find(call.tenant(), id, call.at())
                : queries.findRevision(
                        call.tenant(), id, call.query().number("at_revision", 0, 1, Long.MAX_VALUE / 100), call.at());
        return found.value()
                .map(deployment -> resource(call, deployment, found.position()))
                .orElseThrow(() -> notFound(found.position()));
    }

    private Answer await(Call call) {
        if (call.query().text("at_revision") != null) {
            throw new ApiException(ApiError.invalid("at_revision", "cannot be waited for"));
        }
        String id = call.pathParameter("id");
        long seconds = call.query().number("wait", 0, 1, MAX_WAIT_SECONDS);
        Condition condition = condition(call);
        ai.rios.schemas.query.Answer<Awaited> waited =
                queries.await(call.tenant(), id, condition, Duration.ofSeconds(seconds), call.at());
        Awaited awaited = waited.value();
        Optional<Deployment> deployment = awaited.deployment();
        if (deployment.isEmpty() && !(awaited.satisfied() && existed(call, id))) {
            throw notFound(waited.position());
        }
        Answer answer = deployment
                .map(found -> Answer.json(200, DeploymentJson.of(found)).with("ETag", EntityTags.of(found.revision())))
                .orElseGet(() -> gone(id));
        return answer.with(Names.POSITION, Long.toString(waited.position()))
                .with(Names.WAIT_SATISFIED, Boolean.toString(awaited.satisfied()));
    }

    private static Condition condition(Call call) {
        String target = call.query().text("for");
        Long generation = call.query().text("generation") == null
                ? null
                : Long.valueOf(call.query().number("generation", 0, 1, Long.MAX_VALUE / 100));
        if (target == null || target.equals("settled")) {
            return new Condition(new Condition.Settled(), generation);
        }
        DeploymentStatus status = DeploymentStatus.ofWire(target)
                .orElseThrow(() -> new ApiException(ApiError.invalid("for", "must be a status, settled or deleted")));
        return new Condition(new Condition.HasStatus(status), generation);
    }

    private boolean existed(Call call, String id) {
        return !queries.history(call.tenant(), id, new HistoryQuery(0, 1, false), At.NOW)
                .value()
                .items()
                .isEmpty();
    }

    private static Answer gone(String id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id);
        body.put("status", DeploymentStatus.DELETED.wire());
        return Answer.json(200, body);
    }

    private Answer list(Call call) {
        String tenant = call.tenant();
        Filter filter = filter(call);
        int limit = call.query().limit();
        boolean count = call.query().flag("count");
        String listed = COLLECTION + '?' + filter.text();
        ListQuery query = new ListQuery(filter, limit, pages.after(call, listed), count);
        ai.rios.schemas.query.Answer<Page<Deployment>> read = queries.list(tenant, query, call.at());
        // the position names the state of the whole list, the mark how long its cursors are good; weak, for cursors
        // differ
        // from one answer to the next
        String tag = "W/\"" + read.position() + '-' + pages.mark() + '"';
        if (EntityTags.isKnown(call.headers("If-None-Match"), tag)) {
            return Answer.empty(304).with("ETag", tag).with(Names.POSITION, Long.toString(read.position()));
        }
        ObjectNode body = pages.body(call, listed, read.value(), read.position(), DeploymentJson::of);
        return Answer.json(200, body).with("ETag", tag).with(Names.POSITION, Long.toString(read.position()));
    }

    private Answer events(Call call) {
        String id = call.pathParameter("id");
        String listed = COLLECTION + '/' + id + "/events";
        String after = pages.after(call, listed);
        HistoryQuery query = new HistoryQuery(
                after == null ? 0 : Long.parseLong(after),
                call.query().limit(),
                call.query().flag("count"));
        ai.rios.schemas.query.Answer<Page<DeploymentEvent>> read = queries.history(call.tenant(), id, query, call.at());
        if (read.value().items().isEmpty() && after == null) {
            throw notFound(read.position());
        }
        ObjectNode body = pages.body(call, listed, read.value(), read.position(), DeploymentJson::of);
        return Answer.json(200, body).with(Names.POSITION, Long.toString(read.position()));
    }

    private static Filter filter(Call call) {
        Filter filter = Filter.ALL;
        filter = and(filter, "filter", call.query().text("filter"), Filter::parse);
        filter = and(filter, "status", call.query().text("status"), Filter::statusIs);
        filter = and(filter, "name^", namePrefix(call), Filter::nameStartsWith);
        for (String label : call.query().all("labels")) {
            filter = and(filter, "labels", label, Filter::label);
        }
        if (filter.terms().size() > Filter.MAX_TERMS) {
            throw new ApiException(ApiError.invalid(
                    "filter", "has more than " + Filter.MAX_TERMS + " terms, shorthands and labels counted"));
        }
        // This is what a view is asked for, and what it refuses when longer.
        if (filter.text().length() > Filter.MAX_LENGTH) {
            throw new ApiException(ApiError.invalid(
                    "filter",
                    "is longer than " + Filter.MAX_LENGTH + " characters in its normal form (names of fields in full,"
                            + " shorthands counted)"));
        }
        return filter;
    }

    private static @Nullable String namePrefix(Call call) {
        String prefix = call.query().text("name^");
        if (prefix != null && prefix.length() > MAX_NAME) {
            throw new ApiException(ApiError.invalid("name^", "must be at most " + MAX_NAME + " characters"));
        }
        return prefix;
    }

    private static Filter and(Filter filter, String parameter, @Nullable String text, Function<String, Filter> reader) {
        if (text == null) {
            return filter;
        }
        try {
            return filter.and(reader.apply(text));
        } catch (FilterSyntaxException e) {
            throw new ApiException(ApiError.invalid(parameter, "is no filter " + e.getMessage()));
        }
    }

    private static Answer resource(Call call, Deployment deployment, long position) {
        String tag = EntityTags.of(deployment.revision());
        Answer answer = EntityTags.isKnown(call.headers("If-None-Match"), tag)
                ? Answer.empty(304)
                : Answer.json(200, DeploymentJson.of(deployment));
        return answer.with("ETag", tag).with(Names.POSITION, Long.toString(position));
    }

    private static ApiException notFound(long position) {
        return new ApiException(ApiCode.NOT_FOUND, "there is no such deployment")
                .with(Names.POSITION, Long.toString(position));
    }
}
