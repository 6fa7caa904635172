package ai.rios.projections.views;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;

/** How the messages that the views keep are written. Immutable. */
public record ViewCodecs(
        BinaryCodec<Deployment> deployment,
        BinaryCodec<DeploymentEvent> event,
        BinaryCodec<DeploymentCommand> command,
        BinaryCodec<Outcome> outcome) {}
