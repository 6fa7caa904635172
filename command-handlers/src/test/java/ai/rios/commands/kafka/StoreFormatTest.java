package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.commands.deployment.Held;
import ai.rios.commands.deployment.KeyAge;
import ai.rios.commands.deployment.KeyEntry;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.RecentChange;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Timer;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreFormatTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StoreValues values = new StoreValues(new InMemorySchemaIds(), TopicCatalogue.of("t.", 1));

    @Test
    void valuesComeBackAsTheyWereKept() {
        Deployment deployment = new Deployment(
                "deploy_1",
                "acme",
                DeploymentSpec.of("web", "app:1"),
                DeploymentStatus.FAILED,
                "no such image",
                false,
                3,
                2,
                1,
                9,
                2,
                NOW,
                NOW);
        Held held = new Held(deployment, List.of(new RecentChange(2, List.of("image", "env"))));
        KeyEntry entry = new KeyEntry(
                "f00",
                "op_1",
                NOW,
                9,
                new Outcome.Refused(
                        Refusal.invalid(List.of(new Refusal.Violation("name", "must be short"))), null, List.of()));
        KeyEntry batch = new KeyEntry(
                "f01",
                "op_2",
                NOW,
                10,
                new Outcome.BatchDone(List.of(
                        new Outcome.Item("a", false, new Outcome.Done(Outcome.Effect.CREATED, "deploy_2", 1, null)),
                        new Outcome.Item(
                                null,
                                true,
                                new Outcome.Refused(Refusal.of(ErrorCode.NOT_FOUND, "gone"), "deploy_3", List.of())))));

        assertThat(values.readHeld(values.ofHeld(held))).isEqualTo(held);
        assertThat(values.readEntry(values.ofEntry(entry, "acme"))).isEqualTo(entry);
        assertThat(values.readEntry(values.ofEntry(batch, "acme"))).isEqualTo(batch);
        assertThat(values.readTenant(values.ofTenant(new TenantState(7, 3)))).isEqualTo(new TenantState(7, 3));
        assertThat(StoreValues.readOffset(values.ofOffset(new DecidedOffset("id", 5))))
                .isEqualTo(new DecidedOffset("id", 5));
        LastEvent last = new LastEvent("evt_1", "acme", 7);
        assertThat(values.readLastEvent(values.ofLastEvent(last))).isEqualTo(last);
    }

    @Test
    void keysComeBackAsTheyWereMade() {
        KeyAge age = new KeyAge(new KeyRef("acme", "alice|POST", "a|b#1"), NOW);
        Timer timer = new Timer(NOW, "acme", "deploy_1", 4, Timer.Kind.RETRY_FAILED);

        assertThat(StoreKeys.readAge(StoreKeys.age(age))).isEqualTo(age);
        assertThat(StoreKeys.readTimer(StoreKeys.timer(timer), values.ofTimer(timer)))
                .isEqualTo(timer);
    }

    @Test
    void agesSortByTenantAndThenByTime() {
        KeyAge early = new KeyAge(new KeyRef("acme", "s", "z"), NOW);
        KeyAge late = new KeyAge(new KeyRef("acme", "s", "a"), NOW.plusMillis(1));
        KeyAge next = new KeyAge(new KeyRef("acmf", "s", "a"), NOW);

        assertThat(StoreKeys.age(early)).isLessThan(StoreKeys.age(late));
        assertThat(StoreKeys.age(late)).isLessThan(StoreKeys.afterAges("acme"));
        assertThat(StoreKeys.afterAges("acme")).isLessThan(StoreKeys.age(next));
        assertThat(StoreKeys.firstAge("acme")).isLessThan(StoreKeys.age(early));
    }

    @Test
    void aFormatOfALaterBuildIsRefused() {
        byte[] later = values.ofTenant(new TenantState(1, 1));
        later[0] = 2;

        assertThatThrownBy(() -> values.readTenant(later)).hasMessageContaining("format 2");
    }
}
