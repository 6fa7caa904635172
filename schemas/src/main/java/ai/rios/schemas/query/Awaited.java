package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import java.util.Optional;

/**
 * How a wait ended.
 *
 * @param satisfied whether the condition held before the time was over
 * @param deployment the deployment at that moment; empty when it is gone or never was
 */
public record Awaited(boolean satisfied, Optional<Deployment> deployment) {}
