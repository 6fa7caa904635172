package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Outcome;
import java.util.List;

/** What a result says has been done, without the deployments that a repeat leaves out. */
public final class Effects {
    private Effects() {}

    /** Equal for results that tell the same. */
    public static Object of(Outcome.Result result) {
        return switch (result) {
            case Outcome.Done done -> List.of(done.effect(), done.deploymentId(), done.revision());
            case Outcome.Refused refused ->
                List.of(
                        refused.refusal(),
                        refused.items().stream().map(item -> of(item.result())).toList());
            case Outcome.BatchDone batch ->
                batch.items().stream().map(item -> of(item.result())).toList();
            case Outcome.NotApplied _ -> "not applied";
        };
    }
}
