package ai.rios.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the log must hold after a run in which every command was a creation that is allowed, the first sent by hand. */
final class ExactlyOnce {
    private ExactlyOnce() {}

    /**
     * Every command has one outcome and one event, and no tenant's sequence has a hole.
     *
     * @param sent operations of the commands after the first
     */
    static void check(CommandLog log, List<String> sent) {
        checkOutcomes(log.outcomes(), sent);
        checkEvents(log.events(), sent.size() + 1);
    }

    private static void checkOutcomes(List<ConsumerRecord<String, Outcome>> outcomes, List<String> sent) {
        List<String> answered = outcomes.stream()
                .map(record -> record.value().operation())
                .filter(operation -> !operation.equals("op_0"))
                .toList();
        assertThat(answered).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(outcomes)
                .allSatisfy(record -> assertThat(record.value().result()).isInstanceOf(Outcome.Done.class));
    }

    private static void checkEvents(List<ConsumerRecord<String, DeploymentEvent>> events, int creations) {
        Map<String, Long> sequences = new HashMap<>();
        for (ConsumerRecord<String, DeploymentEvent> record : events) {
            DeploymentEvent event = record.value();
            assertThat(event.sequence()).isEqualTo(sequences.getOrDefault(event.tenant(), 0L) + 1);
            sequences.put(event.tenant(), event.sequence());
        }
        assertThat(events).hasSize(creations);
        assertThat(events.stream().map(record -> record.value().deploymentId()).distinct())
                .hasSize(creations);
    }
}
