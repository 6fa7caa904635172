package ai.rios.schemas.query;

/**
 * A value with the position of the view that it was read from.
 *
 * @param position the tenant's sequence that the view had folded, read before the value
 */
public record Answer<T>(T value, long position) {}
