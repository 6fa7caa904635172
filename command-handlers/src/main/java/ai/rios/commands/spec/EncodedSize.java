package ai.rios.commands.spec;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a deployment takes in a message, at most: its texts in UTF-8, with room for their lengths and for all numbers.
 * A bound by arithmetic, so that nothing is encoded twice and a codec's change moves no limit.
 */
public final class EncodedSize {
    /** A resource may take 64 KiB. */
    public static final int MAX_RESOURCE_BYTES = 64 * 1024;

    private static final int FIXED_BYTES = 160;
    private static final int TEXT_OVERHEAD_BYTES = 4;

    private EncodedSize() {}

    /** Bytes of a spec, at most. */
    public static int of(DeploymentSpec spec) {
        return FIXED_BYTES
                + of(spec.name())
                + of(spec.image())
                + of(spec.region())
                + of(spec.env())
                + of(spec.labels());
    }

    /** Bytes of a deployment, at most. */
    public static int of(Deployment deployment) {
        return of(deployment.spec()) + of(deployment.id()) + of(deployment.tenant()) + of(deployment.reason());
    }

    /** Bytes of a text, at most; of null as well. */
    public static int of(@Nullable String text) {
        return TEXT_OVERHEAD_BYTES + (text == null ? 0 : utf8Length(text));
    }

    private static int of(Map<String, String> texts) {
        int size = 0;
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            size += of(entry.getKey()) + of(entry.getValue());
        }
        return size;
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a surrogate pair counts two of the pair's four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
