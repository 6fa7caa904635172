package ai.rios.bench.product;

/**
 * A tenant with its token. Immutable.
 *
 * @param name its name
 * @param token a bearer token of it
 */
public record Tenant(String name, String token) {}
