package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientSlotsTest {
    private final ClientSlots slots = new ClientSlots(10);

    @Test
    void aClientHasTenSocketsAndAnotherItsOwnTen() {
        List<ClientSlots.Slot> taken = take("alice", Plan.DEFAULT, 11);
        assertThat(taken).hasSize(10);
        assertThat(take("bob", Plan.DEFAULT, 10)).hasSize(10);
    }

    @Test
    void aSlotGivenBackTwiceIsFreeOnce() {
        List<ClientSlots.Slot> taken = take("alice", Plan.DEFAULT, 10);
        taken.getFirst().release();
        taken.getFirst().release();
        assertThat(take("alice", Plan.DEFAULT, 2)).hasSize(1);
    }

    @Test
    void theDevelopmentPlanHasNoSuchLimit() {
        assertThat(take("alice", Plan.DEVELOPMENT, 50)).hasSize(50);
    }

    private List<ClientSlots.Slot> take(String client, Plan plan, int wanted) {
        List<ClientSlots.Slot> taken = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            slots.take(client, plan).ifPresent(taken::add);
        }
        return taken;
    }
}
