package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.rios.edge.deployments.OperationLookup;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.ids.RandomIds;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OperationLookupTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger pauses = new AtomicInteger();
    private final FakeViews views = new FakeViews();
    private final String id = new RandomIds(new Random(1), now::get).next(Ids.OPERATION);

    @Test
    void aYoungOperationIsLookedForUntilTheViewHasIt() {
        OperationLookup lookup = lookup(() -> {
            if (pauses.get() == 3) {
                views.note("acme", new Operation(id, "req", "create", START, null));
            }
        });

        assertThat(lookup.find("acme", id, At.NOW).value().id()).isEqualTo(id);
        assertThat(pauses.get()).isEqualTo(3);
    }

    @Test
    void aYoungOperationIsNeverSaidNotToExist() {
        ApiException failure = failure(id);

        assertThat(failure.error().code()).isEqualTo(ApiCode.PROJECTION_BEHIND);
        assertThat(failure.error().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Duration.between(START, now.get())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void oldAndMalformedIdsAreNotFoundAtOnce() {
        assertThat(failure("op_nope").error().code()).isEqualTo(ApiCode.NOT_FOUND);
        assertThat(failure(Ids.of(Ids.OPERATION, new byte[Ids.BYTES])).error().code())
                .isEqualTo(ApiCode.NOT_FOUND);
        now.set(START.plusSeconds(60));
        assertThat(failure(id).error().code()).isEqualTo(ApiCode.NOT_FOUND);
        assertThat(pauses.get()).isZero();
    }

    private ApiException failure(String operation) {
        return catchThrowableOfType(ApiException.class, () -> lookup(() -> {}).find("acme", operation, At.NOW));
    }

    private OperationLookup lookup(Runnable whilePausing) {
        return new OperationLookup(views, now::get, pause -> {
            pauses.incrementAndGet();
            now.updateAndGet(before -> before.plus(pause));
            whilePausing.run();
        });
    }
}
