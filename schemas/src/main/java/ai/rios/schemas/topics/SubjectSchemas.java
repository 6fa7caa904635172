package ai.rios.schemas.topics;

import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.topics.TopicsApply.SubjectAction;
import ai.rios.schemas.topics.TopicsApply.SubjectResult;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** The registry's side of the deploy step. */
final class SubjectSchemas {
    private final RegistryClient registry;

    SubjectSchemas(RegistryClient registry) {
        this.registry = registry;
    }

    SubjectResult apply(String subject, Schema schema) {
        OptionalInt known = registry.find(subject, schema);
        boolean levelHolds = registry.compatibility(subject).equals(Optional.of(RegistryClient.FULL_TRANSITIVE));
        // The level first, so that the registry judges the new version by it; but some registries take no level for a
        // subject
        // that does not exist yet.
        boolean levelSet = levelHolds || registry.setCompatibility(subject, RegistryClient.FULL_TRANSITIVE);
        int id = known.isPresent() ? known.getAsInt() : registry.register(subject, schema);
        if (!levelSet) {
            registry.setCompatibility(subject, RegistryClient.FULL_TRANSITIVE);
        }
        return new SubjectResult(subject, id, action(known.isPresent(), levelHolds), levelReadBack(subject));
    }

    private static SubjectAction action(boolean wasKnown, boolean levelHeld) {
        if (!wasKnown) {
            return SubjectAction.REGISTERED;
        }
        return levelHeld ? SubjectAction.UNCHANGED : SubjectAction.LEVEL_SET;
    }

    private String levelReadBack(String subject) {
        String level = registry.compatibility(subject).orElse("NONE");
        if (!level.equals(RegistryClient.FULL_TRANSITIVE)) {
            throw new TopicsApplyException(
                    "the registry did not take compatibility " + RegistryClient.FULL_TRANSITIVE + " for " + subject
                            + ": it says " + level,
                    null);
        }
        return level;
    }
}
