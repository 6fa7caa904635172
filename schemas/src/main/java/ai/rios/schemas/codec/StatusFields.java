package ai.rios.schemas.codec;

import ai.rios.schemas.deployment.DeploymentStatus;

/** Statuses by their wire names. */
final class StatusFields {
    private StatusFields() {}

    static DeploymentStatus read(String wire) {
        return DeploymentStatus.ofWire(wire)
                .orElseThrow(() -> new MalformedMessageException("unknown status \"" + wire + "\""));
    }
}
