package ai.rios.edge.queries;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final List<String> asked = new ArrayList<>();
    private final Set<String> away = new HashSet<>();
    private final Set<String> partial = new HashSet<>();
    private final Routing routing = new Routing(List.of("a:1", "b:1"), this::table);

    private RoutingTable table(String instance) throws IOException {
        asked.add(instance);
        if (away.contains(instance)) {
            throw new IOException(instance + " is away");
        }
        String active = partial.contains(instance) ? null : instance;
        return new RoutingTable(
                "epoch of " + instance,
                1,
                instance,
                List.of(new RoutingTable.Route(active, active == null ? List.of("c:1") : List.of(), Map.of())));
    }

    private static Routing.Known known(Routing.@Nullable Known known) {
        return Objects.requireNonNull(known);
    }

    @Test
    void theInstanceWhoseTableDidNotHelpIsAskedLast() throws InterruptedException {
        Routing.Known first = known(routing.current());

        Routing.Known second = known(routing.refetch(first));
        Routing.Known third = known(routing.refetch(second));

        assertThat(List.of(first.from(), second.from(), third.from())).containsExactly("a:1", "b:1", "a:1");
        assertThat(asked).containsExactly("a:1", "b:1", "a:1");
    }

    @Test
    void aTableThatAnotherThreadHasFetchedMeanwhileIsTaken() throws InterruptedException {
        Routing.Known first = known(routing.current());
        Routing.Known second = known(routing.refetch(first));

        assertThat(routing.refetch(first)).isSameAs(second);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoIsAwayIsPassedOverAndAWholeTableIsPreferred() throws InterruptedException {
        away.add("a:1");

        assertThat(known(routing.current()).from()).isEqualTo("b:1");
    }

    @Test
    void whenNobodyAnswersThereIsNoTable() throws InterruptedException {
        away.addAll(List.of("a:1", "b:1"));

        assertThat(routing.current()).isNull();
    }

    @Test
    void instancesThatOnlyATableNamesAreAskedToo() throws InterruptedException {
        partial.addAll(List.of("a:1", "b:1"));
        Routing.Known first = known(routing.current());

        Routing.Known second = known(routing.refetch(first));

        assertThat(second.from()).isEqualTo("c:1");
    }
}
