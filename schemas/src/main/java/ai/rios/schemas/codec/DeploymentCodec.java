package ai.rios.schemas.codec;

import ai.rios.schemas.deployment.Deployment;
import org.jspecify.annotations.Nullable;

/** Deployments as they stand: snapshots, and the deployment that an outcome carries. */
final class DeploymentCodec extends RecordCodec<Deployment, ai.rios.schemas.avro.Deployment> {
    DeploymentCodec() {
        super(ai.rios.schemas.avro.Deployment.class, ai.rios.schemas.avro.Deployment.getClassSchema());
    }

    @Override
    ai.rios.schemas.avro.Deployment write(Deployment deployment) {
        return writeDeployment(deployment);
    }

    @Override
    Deployment read(ai.rios.schemas.avro.Deployment avro) {
        return readDeployment(avro);
    }

    static ai.rios.schemas.avro.@Nullable Deployment writeOptional(@Nullable Deployment deployment) {
        return deployment == null ? null : writeDeployment(deployment);
    }

    static @Nullable Deployment readOptional(ai.rios.schemas.avro.@Nullable Deployment avro) {
        return avro == null ? null : readDeployment(avro);
    }

    private static ai.rios.schemas.avro.Deployment writeDeployment(Deployment deployment) {
        return ai.rios.schemas.avro.Deployment.newBuilder()
                .setId(deployment.id())
                .setTenant(deployment.tenant())
                .setSpec(SpecFields.write(deployment.spec()))
                .setStatus(deployment.status().wire())
                .setReason(deployment.reason())
                .setDeleting(deployment.deleting())
                .setRevision(deployment.revision())
                .setGeneration(deployment.generation())
                .setObservedGeneration(deployment.observedGeneration())
                .setSequence(deployment.sequence())
                .setFailures(deployment.failures())
                .setCreatedAt(deployment.createdAt())
                .setUpdatedAt(deployment.updatedAt())
                .build();
    }

    private static Deployment readDeployment(ai.rios.schemas.avro.Deployment avro) {
        return new Deployment(
                avro.getId(),
                avro.getTenant(),
                SpecFields.read(avro.getSpec()),
                StatusFields.read(avro.getStatus()),
                avro.getReason(),
                avro.getDeleting(),
                avro.getRevision(),
                avro.getGeneration(),
                avro.getObservedGeneration(),
                avro.getSequence(),
                avro.getFailures(),
                avro.getCreatedAt(),
                avro.getUpdatedAt());
    }
}
