package ai.rios.schemas.deployment;

import java.util.Set;

/** What must hold of a deployment before a command may change it (RFC 9110, If-Match). Immutable. */
public sealed interface Precondition {
    /** No precondition was given. */
    record None() implements Precondition {}

    /** {@code If-Match: *}, and {@code expected_revision: -1}: the deployment must exist. */
    record Exists() implements Precondition {}

    /**
     * The current revision must be one of these.
     *
     * @param revisions at least one; 0 stands for an entity tag that is no revision, and so never matches
     */
    record Revisions(Set<Long> revisions) implements Precondition {
        public Revisions {
            revisions = Set.copyOf(revisions);
            if (revisions.isEmpty()) {
                throw new IllegalArgumentException("a revision precondition names at least one revision");
            }
        }
    }
}
