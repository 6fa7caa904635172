package ai.rios.commands.kafka;

import ai.rios.schemas.deployment.DeploymentCommand;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a command's record before it may be decided, whoever wrote it: decisions rely on a tenant's commands all being
 * on one partition under its own key, and on texts that outcomes and events repeat being short.
 */
final class CommandCheck {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_TEXT_CHARACTERS = 2_048;

    private final int partitions;

    CommandCheck(int partitions) {
        this.partitions = partitions;
    }

    /** Why the record cannot be decided, or null when it can. */
    @Nullable String problem(@Nullable String key, @Nullable DeploymentCommand command, int partition) {
        if (command == null) {
            return "the record has no value";
        }
        if (!TENANT.matcher(command.tenant()).matches()) {
            return "the command's tenant is no tenant name";
        }
        if (key == null || !command.tenant().equals(key)) {
            return "the record's key is not the command's tenant";
        }
        if (partition != partitionOf(command.tenant())) {
            return "the tenant's partition is " + partitionOf(command.tenant()) + ", not " + partition;
        }
        return isLong(command) ? "a text of the command is longer than " + MAX_TEXT_CHARACTERS + " characters" : null;
    }

    /** The partition that every producer's default partitioner chooses for that key. */
    private int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private static boolean isLong(DeploymentCommand command) {
        DeploymentCommand.Idempotency idempotency = command.idempotency();
        return isLong(command.operation())
                || isLong(command.requestId())
                || isLong(command.actor())
                || (idempotency != null
                        && (isLong(idempotency.key())
                                || isLong(idempotency.scope())
                                || isLong(idempotency.fingerprint())));
    }

    private static boolean isLong(String text) {
        return text.length() > MAX_TEXT_CHARACTERS;
    }
}
