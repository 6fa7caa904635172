package ai.rios.bench.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HistoryCheckerTest {
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSystemThatDoesAsPromisedHasNoViolation(long seed) {
        assertThat(HistoryChecker.check(Model.play(seed))).isEmpty();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("faults")
    void aPlantedFaultIsFound(Fault fault, long seed) {
        History history = fault.plantedIn(Model.play(seed));

        List<Violation> found = HistoryChecker.check(history);

        assertThat(found).extracting(Violation::invariant).contains(fault.broken());
        assertThat(found).allSatisfy(violation -> assertThat(violation.text()).isNotBlank());
    }

    @Test
    void everyPromiseHasAFaultThatBreaksIt() {
        assertThat(Stream.of(Fault.values()).map(Fault::broken)).contains(Invariant.values());
    }

    @Test
    void anEmptyHistoryHasNoViolation() {
        assertThat(HistoryChecker.check(new History(
                        List.of(), List.of(), List.of(), Map.of(), new Topics(List.of(), List.of(), Map.of()))))
                .isEmpty();
    }

    @Test
    void aViolationNamesTheRecord() {
        History history = Model.play(1);
        LoggedEvent last = history.topics().events().getLast();
        History cut = new History(
                history.writes(),
                history.reads(),
                history.watches(),
                history.views(),
                new Topics(
                        history.topics()
                                .events()
                                .subList(0, history.topics().events().size() - 1),
                        history.topics().outcomes(),
                        history.topics().snapshots()));

        assertThat(HistoryChecker.check(cut))
                .anyMatch(violation -> violation.text().contains(last.deployment()));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .flatMap(fault -> LongStream.rangeClosed(1, 5).mapToObj(seed -> Arguments.of(fault, seed)));
    }
}
