package ai.rios.schemas.codec;

import ai.rios.schemas.avro.Changes;
import ai.rios.schemas.avro.Spec;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.SpecChanges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Specs and changes of specs, which several messages carry. */
final class SpecFields {
    private SpecFields() {}

    static Spec write(DeploymentSpec spec) {
        return Spec.newBuilder()
                .setName(spec.name())
                .setImage(spec.image())
                .setCpu(spec.cpu())
                .setMemory(spec.memoryMib())
                .setEnv(spec.env())
                .setLabels(spec.labels())
                .setRegion(spec.region())
                .setReplicas(spec.replicas())
                .setDesired(spec.desired().wire())
                .build();
    }

    static DeploymentSpec read(Spec spec) {
        return new DeploymentSpec(
                spec.getName(),
                spec.getImage(),
                spec.getCpu(),
                spec.getMemory(),
                spec.getEnv(),
                spec.getLabels(),
                spec.getRegion(),
                spec.getReplicas(),
                desired(spec.getDesired()));
    }

    static Changes write(SpecChanges changes) {
        DesiredState desired = changes.desired();
        return Changes.newBuilder()
                .setName(changes.name())
                .setImage(changes.image())
                .setCpu(changes.cpu())
                .setMemory(changes.memoryMib())
                .setEnv(changes.env())
                .setLabels(changes.labels())
                .setRegion(changes.region())
                .setReplicas(changes.replicas())
                .setDesired(desired == null ? null : desired.wire())
                .setReset(List.copyOf(changes.reset()))
                .build();
    }

    static SpecChanges read(Changes changes) {
        return new SpecChanges(
                changes.getName(),
                changes.getImage(),
                changes.getCpu(),
                changes.getMemory(),
                withNulls(changes.getEnv()),
                withNulls(changes.getLabels()),
                changes.getRegion(),
                changes.getReplicas(),
                optionalDesired(changes.getDesired()),
                Set.copyOf(changes.getReset()));
    }

    /** The same entries; only the type says that values may be null, which generated types cannot. */
    private static @Nullable Map<String, @Nullable String> withNulls(@Nullable Map<String, String> entries) {
        if (entries == null) {
            return null;
        }
        Map<String, @Nullable String> copy = new HashMap<>();
        entries.forEach(copy::put);
        return copy;
    }

    private static @Nullable DesiredState optionalDesired(@Nullable String wire) {
        return wire == null ? null : desired(wire);
    }

    private static DesiredState desired(String wire) {
        return DesiredState.ofWire(wire)
                .orElseThrow(() -> new MalformedMessageException("unknown desired state \"" + wire + "\""));
    }
}
