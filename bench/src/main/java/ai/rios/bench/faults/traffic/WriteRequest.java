package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write as it goes over the wire. Immutable.
 *
 * @param method of HTTP
 * @param body JSON; null none
 * @param ifMatch the value of the header; null none
 * @param key the idempotency key; null none
 * @param changes what it asks for, in order: one, or the items of a batch
 */
record WriteRequest(
        Write.Kind kind,
        String method,
        String path,
        @Nullable String body,
        @Nullable String ifMatch,
        @Nullable String key,
        List<Change> changes) {
    /** How the value of the label begins that tells one change from all others. */
    static final String LABEL = "\"step\":\"";

    /**
     * One change that is asked for.
     *
     * @param effect kind of the event that it leads to when it is done; of a deletion the answer's status tells
     * @param deployment which is changed; null of one that does not exist yet
     * @param label that no other change of a spec bears; empty where it changes none
     */
    record Change(String effect, @Nullable String deployment, String label) {
        Change anew(String prefix) {
            return new Change(effect, deployment, label.isEmpty() ? label : prefix + label);
        }
    }

    WriteRequest {
        changes = List.copyOf(changes);
    }

    /**
     * The same once more, as of a client that has no key and does not know what became of the first: another label, so that it changes
     * something also where the first was carried out.
     */
    WriteRequest anew(int attempt) {
        String prefix = "again-" + attempt + '-';
        String again = body == null ? null : body.replace(LABEL, LABEL + prefix);
        List<Change> anew = changes.stream().map(change -> change.anew(prefix)).toList();
        return new WriteRequest(kind, method, path, again, ifMatch, key, anew);
    }
}
