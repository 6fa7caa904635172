package ai.rios.schemas.deployment;

import static ai.rios.schemas.deployment.DeploymentStatus.FAILED;
import static ai.rios.schemas.deployment.DeploymentStatus.RUNNING;
import static ai.rios.schemas.deployment.DeploymentStatus.STARTING;
import static ai.rios.schemas.deployment.DeploymentStatus.STOPPED;

import ai.rios.schemas.deployment.Refusal.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field rules of a status report. Every rule is tried, so that a caller learns all that is wrong at once. */
public final class ReportRules {
    private static final Set<DeploymentStatus> REPORTABLE = EnumSet.of(STARTING, RUNNING, FAILED, STOPPED);
    private static final int MAX_REASON_CHARACTERS = 1024;

    private ReportRules() {}

    /**
     * Every bad field among those that are given, in the order of the request's fields; empty when all is well.
     *
     * @param generation the deployment's, which none can have observed before there is it; null where that is not known
     */
    public static List<Violation> violations(
            @Nullable String status, @Nullable Long observed, @Nullable String reason, @Nullable Long generation) {
        List<Violation> violations = new ArrayList<>();
        if (status != null
                && DeploymentStatus.ofWire(status).filter(REPORTABLE::contains).isEmpty()) {
            violations.add(new Violation("status", "must be one of starting, running, failed, stopped"));
        }
        if (observed != null && (observed < 0 || (generation != null && observed > generation))) {
            violations.add(new Violation(
                    "observed_generation",
                    generation == null ? "must be 0 or more" : "must be between 0 and " + generation));
        }
        if (reason != null && reason.length() > MAX_REASON_CHARACTERS) {
            violations.add(new Violation("reason", "must be at most " + MAX_REASON_CHARACTERS + " characters"));
        }
        return violations;
    }
}
