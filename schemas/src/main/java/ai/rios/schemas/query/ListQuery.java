package ai.rios.schemas.query;

import org.jspecify.annotations.Nullable;

/**
 * A page to read.
 *
 * @param filter which deployments; {@link Filter#ALL} all
 * @param limit 1 to 200
 * @param afterId the last id of the page before; null for the first page
 * @param count whether to count all that match
 */
public record ListQuery(Filter filter, int limit, @Nullable String afterId, boolean count) {}
