package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import java.util.List;

/**
 * Which deployments a list shows: terms that must all hold. Immutable.
 *
 * <p>Grammar (contract of lists and subscriptions): {@code term (and term)*}; a term is
 * {@code field (= | != | ^= | < | <= | > | >=) value} or {@code field in (a, b)}.
 *
 * @param terms empty: everything matches
 */
public record Filter(List<Term> terms) {
    /** Everything. */
    public static final Filter ALL = new Filter(List.of());

    public Filter {
        terms = List.copyOf(terms);
    }

    /** Whether all terms hold of the deployment. */
    public boolean matches(Deployment deployment) {
        return terms.stream().allMatch(term -> term.matches(deployment));
    }

    /** One condition on one field. */
    public interface Term {
        /** Whether the condition holds of the deployment. */
        boolean matches(Deployment deployment);
    }
}
