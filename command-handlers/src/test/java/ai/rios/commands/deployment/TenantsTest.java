package ai.rios.commands.deployment;

import static ai.rios.commands.deployment.Bench.code;
import static ai.rios.commands.deployment.Bench.done;
import static ai.rios.commands.deployment.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Request;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tenants of one partition do not meet, whatever they call their things. */
class TenantsTest {
    private static final String OTHER = "other";

    /** What the bench's ids make of the one place in the log that all commands here have. */
    private static final String ID = "deploy_0x0";

    private final Bench bench = new Bench();

    private Outcome submit(String tenant, Request request) {
        return submit(tenant, request, null);
    }

    private Outcome submit(String tenant, Request request, DeploymentCommand.@Nullable Idempotency key) {
        DeploymentCommand command =
                new DeploymentCommand("op_of_" + tenant, "req_1", tenant, "alice", bench.now(), false, key, request);
        CommandMeta samePlace = new CommandMeta(0, 0, bench.now(), null, null, null);
        return Bench.outcome(bench.decide(command, samePlace));
    }

    private Deployment held(String tenant) {
        return Objects.requireNonNull(bench.state.deployment(tenant, ID), tenant)
                .deployment();
    }

    private void bothCreate() {
        for (String tenant : List.of(Bench.TENANT, OTHER)) {
            Outcome.Done done = done(submit(tenant, new Request.Create(spec("web"), false)));
            assertThat(done.effect()).isEqualTo(Effect.CREATED);
            assertThat(done.deploymentId()).isEqualTo(ID);
        }
    }

    @Test
    void eachHasItsOwnUnderTheSameNameAndId() {
        bothCreate();
        Deployment others = held(OTHER);

        submit(Bench.TENANT, new Request.Patch(ID, Bench.ANY, Bench.image("app:2")));

        assertThat(held(Bench.TENANT).spec().image()).isEqualTo("app:2");
        assertThat(held(OTHER)).isEqualTo(others);
        assertThat(bench.state.tenant(Bench.TENANT).sequence()).isEqualTo(2);
        assertThat(bench.state.tenant(OTHER).sequence()).isEqualTo(1);
    }

    @Test
    void whatOneDeletesTheOtherKeepsWithItsName() {
        bothCreate();

        submit(Bench.TENANT, new Request.Delete(ID, Bench.ANY));

        assertThat(bench.state.deployment(Bench.TENANT, ID)).isNull();
        assertThat(bench.state.holder(Bench.TENANT, "web")).isNull();
        assertThat(held(OTHER).status()).isEqualTo(DeploymentStatus.PENDING);
        assertThat(code(submit(OTHER, new Request.Create(spec("web"), false)))).isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    static Stream<Request> requestsById() {
        return Stream.of(
                new Request.Get(ID),
                new Request.Update(ID, Bench.ANY, spec("shop")),
                new Request.Patch(ID, Bench.ANY, Bench.image("app:2")),
                new Request.Delete(ID, Bench.ANY),
                new Request.ReportStatus(ID, "running", null, null));
    }

    @ParameterizedTest
    @MethodSource("requestsById")
    void whatOnlyOneHasIsNotThereForTheOther(Request request) {
        submit(Bench.TENANT, new Request.Create(spec("web"), false));
        Deployment before = held(Bench.TENANT);

        Outcome theirs = submit(OTHER, request);

        assertThat(code(theirs)).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(held(Bench.TENANT)).isEqualTo(before);
        assertThat(submit(Bench.TENANT, request).result()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theSameKeyStandsForEachOnesOwnRequest() {
        Request web = new Request.Create(spec("web"), false);
        Request shop = new Request.Create(spec("shop"), false);

        assertThat(done(submit(Bench.TENANT, web, Bench.keyed("k", "f-web"))).effect())
                .isEqualTo(Effect.CREATED);
        assertThat(done(submit(OTHER, shop, Bench.keyed("k", "f-shop"))).effect())
                .isEqualTo(Effect.CREATED);
        assertThat(submit(Bench.TENANT, web, Bench.keyed("k", "f-web")).replayOf())
                .isEqualTo("op_of_acme");
        assertThat(submit(OTHER, shop, Bench.keyed("k", "f-shop")).replayOf()).isEqualTo("op_of_other");
    }
}
