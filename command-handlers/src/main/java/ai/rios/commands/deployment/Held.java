package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A living deployment as the decider keeps it. Immutable.
 *
 * @param recent what its last revisions changed, oldest first, at most {@link #MAX_RECENT}
 */
public record Held(Deployment deployment, List<RecentChange> recent) {
    /** Revisions whose changes are kept. */
    public static final int MAX_RECENT = 16;

    public Held {
        recent = List.copyOf(recent);
    }

    /** The deployment that a first event makes. */
    static Held first(DeploymentEvent event) {
        return new Held(Deployment.first(event), List.of());
    }

    /** This deployment after its next event. */
    Held after(DeploymentEvent event) {
        List<RecentChange> changes = new ArrayList<>(recent);
        if (changes.size() == MAX_RECENT) {
            changes.removeFirst();
        }
        changes.add(new RecentChange(event.revision(), fieldsOf(event.change())));
        return new Held(deployment.after(event), changes);
    }

    /** JSON paths that have changed since that revision, sorted; empty where that is no longer known. */
    List<String> changedSince(long revision) {
        if (recent.isEmpty() || recent.getFirst().revision() > revision + 1) {
            return List.of();
        }
        SortedSet<String> fields = new TreeSet<>();
        recent.stream()
                .filter(change -> change.revision() > revision)
                .forEach(change -> fields.addAll(change.fields()));
        return List.copyOf(fields);
    }

    private static List<String> fieldsOf(Change change) {
        return switch (change) {
            case Change.SpecChanged(var _, List<String> fields) ->
                fields.stream().map(Held::coarse).distinct().toList();
            case Change.StatusChanged(var from, var to, var _, var _) ->
                from == to ? List.of("observed_generation", "reason") : List.of("reason", "status");
            case Change.Created _, Change.DeletionRequested _, Change.Deleted _, Change.Unrecognized _ ->
                List.of("status");
        };
    }

    private static String coarse(String path) {
        return path.startsWith("env.") ? "env" : path.startsWith("labels.") ? "labels" : path;
    }
}
