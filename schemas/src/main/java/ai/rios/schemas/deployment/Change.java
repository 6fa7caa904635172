package ai.rios.schemas.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event says has happened to a deployment. Immutable. */
public sealed interface Change {
    /** Name of this kind of change in messages. */
    String type();

    /** The deployment exists now, pending, with generation 1. */
    record Created(DeploymentSpec spec) implements Change {
        @Override
        public String type() {
            return "created";
        }
    }

    /**
     * The owner changed the spec; the generation went up by one.
     *
     * @param spec the whole spec after the change
     * @param changedFields JSON paths of what differs, sorted
     */
    record SpecChanged(DeploymentSpec spec, List<String> changedFields) implements Change {
        public SpecChanged {
            changedFields = List.copyOf(changedFields);
        }

        @Override
        public String type() {
            return "spec_changed";
        }
    }

    /**
     * The status moved, or stayed while reason or observed generation changed.
     *
     * @param observedGeneration after the change
     */
    record StatusChanged(
            DeploymentStatus from,
            DeploymentStatus to,
            @Nullable String reason,
            long observedGeneration) implements Change {
        @Override
        public String type() {
            return "status_changed";
        }
    }

    /** The deployment is to be stopped and then deleted; it is stopping from here. */
    record DeletionRequested(DeploymentStatus from) implements Change {
        @Override
        public String type() {
            return "deletion_requested";
        }
    }

    /** The deployment is gone and its name is free. */
    record Deleted(DeploymentStatus from, @Nullable String reason) implements Change {
        @Override
        public String type() {
            return "deleted";
        }
    }

    /**
     * A change of a kind that this build does not know. Readers fold the common fields and skip the rest.
     *
     * @param type as the writer named it
     */
    record Unrecognized(String type) implements Change {}
}
