package ai.rios.standalone.data;

/**
 * One process of a stack. Immutable.
 *
 * @param name such as {@code broker}, {@code services} or {@code edge-1}
 * @param pid the operating system's id
 * @param state {@code starting}, {@code running} or {@code stopped}
 */
public record ProcessEntry(String name, long pid, String state) {}
