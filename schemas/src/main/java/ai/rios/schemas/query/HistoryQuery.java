package ai.rios.schemas.query;

/**
 * A page of a deployment's events to read.
 *
 * @param afterRevision the revision of the last event of the page before; 0 for the first page
 * @param limit 1 to 200
 * @param count whether to count all that are kept
 */
public record HistoryQuery(long afterRevision, int limit, boolean count) {}
