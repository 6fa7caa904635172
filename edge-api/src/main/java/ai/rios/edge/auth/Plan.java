package ai.rios.edge.auth;

import java.util.List;

/**
 * The limits that a token is held to. Immutable.
 *
 * @param name as in the token
 * @param maxInFlight undecided commands of a tenant at one edge, at most; a batch counts its items
 */
public record Plan(String name, int maxInFlight) {
    /** The documents' numbers; also for plans that nobody knows. */
    public static final Plan DEFAULT = new Plan("default", 256);

    /** Only the limits of size. */
    public static final Plan DEVELOPMENT = new Plan("development", 4_096);

    /** Every plan. */
    public static final List<Plan> ALL = List.of(DEFAULT, DEVELOPMENT);

    /** Whether there is a plan of that name. */
    public static boolean isKnown(String name) {
        return ALL.stream().anyMatch(plan -> plan.name().equals(name));
    }

    /** The plan of that name, the default one if it is unknown. */
    public static Plan of(String name) {
        return DEVELOPMENT.name().equals(name) ? DEVELOPMENT : DEFAULT;
    }
}
