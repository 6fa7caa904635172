package ai.rios.edge.positions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.query.QueryUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TenantPositionsTest {
    @Test
    void theHighestThatWasSeenIsTold() {
        TenantPositions positions = new TenantPositions(_ -> 99);

        positions.saw("acme", 4);
        positions.saw("acme", 7);
        positions.saw("acme", 5);

        assertThat(positions.find("acme")).hasValue(7);
    }

    @Test
    void theViewIsAskedOnlyForWhomNothingWasSeen() {
        TenantPositions positions = new TenantPositions(_ -> 3, Duration.ofSeconds(20));

        assertThat(positions.seen("acme")).isEmpty();
        assertThat(positions.find("acme")).hasValue(3);
        assertThat(positions.seen("acme")).hasValue(3);
    }

    @Test
    void withoutAViewThereIsNone() {
        CountDownLatch never = new CountDownLatch(1);
        TenantPositions down = new TenantPositions(_ -> {
            throw new QueryUnavailableException("down", null);
        });
        TenantPositions stuck = new TenantPositions(_ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new QueryUnavailableException("interrupted", e);
            }
            return 1;
        });

        assertThat(down.find("acme")).isEmpty();
        assertThat(stuck.find("acme")).isEmpty();
    }

    @Test
    void anotherLogStartsAfresh() {
        TenantPositions positions = new TenantPositions(_ -> 1, Duration.ofSeconds(20));
        positions.saw("acme", 100);

        positions.forget();

        assertThat(positions.find("acme")).hasValue(1);
    }

    @Test
    void onlySoManyTenantsAreRemembered() {
        TenantPositions positions = new TenantPositions(_ -> 0, Duration.ofSeconds(20));
        positions.saw("first", 1);
        positions.saw("second", 2);
        for (int i = 2; i < TenantPositions.MAX_TENANTS; i++) {
            positions.saw("tenant-" + i, 1);
        }

        assertThat(positions.seen("first")).hasValue(1);
        positions.saw("one-more", 1);

        assertThat(positions.seen("second")).isEmpty();
        assertThat(positions.seen("first")).hasValue(1);
    }
}
