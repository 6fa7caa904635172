package ai.rios.commands.deployment;

/**
 * Names an idempotency entry. Immutable.
 *
 * @param scope subject, method and route template
 * @param key as the client gave it, or made of a batch's key for one of its items
 */
public record KeyRef(String tenant, String scope, String key) {}
