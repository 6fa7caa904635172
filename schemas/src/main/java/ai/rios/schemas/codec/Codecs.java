package ai.rios.schemas.codec;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;

/** The codecs of all messages. */
public final class Codecs {
    /** Commands, on {@code deployments.commands}. */
    public static final MessageCodec<DeploymentCommand> COMMAND = new CommandCodec();

    /**
     * Events, on {@code deployments.events}. An event of a type that this build does not know reads as
     * {@link ai.rios.schemas.deployment.Change.Unrecognized}.
     */
    public static final MessageCodec<DeploymentEvent> EVENT = new EventCodec();

    /** Outcomes, on {@code outcomes}. */
    public static final MessageCodec<Outcome> OUTCOME = new OutcomeCodec();

    /** Deployments as they stand, on {@code deployments.snapshots}. */
    public static final MessageCodec<Deployment> DEPLOYMENT = new DeploymentCodec();

    private Codecs() {}
}
