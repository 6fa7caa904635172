package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.SplitStack;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StrikesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private DataFolder data;
    private SplitStack stack;

    /** A stack without processes, of which all run. */
    @BeforeEach
    void makeStack() throws IOException {
        data = DataFolder.open(folder.resolve("data"));
        new StackStateFile(data.path())
                .write(() -> Optional.of(
                        new StackState("ready", "", "", "", data.path().toString(), "", List.of(), List.of())));
        stack = SplitStack.on(new Launcher(folder), data.path(), List.of());
    }

    @AfterEach
    void freeFolder() {
        data.close();
    }

    @Test
    void itStrikesAtEachMomentAndMendsBeforeTheNext() throws Exception {
        try (Strikes strikes = strikes(fault(Duration.ofMillis(1)), Duration.ZERO, Duration.ofMillis(5))) {
            strikes.start(System.nanoTime());
            strikes.join();

            assertThat(told).containsExactly("strike", "mend", "strike", "mend");
            assertThat(strikes.done()).hasSize(2).allMatch(strike -> strike.mendedNanos() > strike.struckNanos());
        }
    }

    @Test
    void theyAreNotOverBeforeTheLastHasEndedAndTheTimeBehindItIsOver() throws Exception {
        Strikes strikes = strikes(fault(HOUR), Duration.ZERO);
        assertThat(strikes.areOverFor(Duration.ZERO)).isFalse();
        strikes.start(System.nanoTime());
        assertThat(told.take()).isEqualTo("strike");
        assertThat(strikes.areOverFor(Duration.ZERO)).isFalse();

        strikes.close();

        assertThat(strikes.areOverFor(HOUR)).isFalse();
        SplitStack.await("a moment later", () -> strikes.areOverFor(Duration.ZERO));
    }

    @Test
    void whereNoneIsToStrikeTheyAreOver() {
        try (Strikes strikes = strikes(fault(HOUR))) {
            assertThat(strikes.areOverFor(HOUR)).isTrue();
        }
    }

    @Test
    void closingMendsWhatHasStruckAndStrikesNoMore() throws Exception {
        Strikes strikes = strikes(fault(HOUR), Duration.ZERO, Duration.ofMillis(1));
        strikes.start(System.nanoTime());
        assertThat(told.take()).isEqualTo("strike");

        strikes.close();

        assertThat(told).containsExactly("mend");
    }

    @Test
    void closingBeforeTheFirstMomentStrikesNothing() {
        Strikes strikes = strikes(fault(HOUR), HOUR);
        strikes.start(System.nanoTime());

        strikes.close();

        assertThat(told).isEmpty();
        assertThat(strikes.done()).isEmpty();
    }

    @Test
    void aFaultThatCannotBeDoneIsToldWithItsCellAndMendedAllTheSame() {
        Fault broken = new Fault() {
            @Override
            public void strike(SplitStack struck, List<String> processes) {
                throw new BenchException("no such process");
            }

            @Override
            public void mend(SplitStack struck, List<String> processes) {
                told.add("mend");
            }
        };
        try (Strikes strikes = strikes(broken, Duration.ZERO, Duration.ZERO)) {
            strikes.start(System.nanoTime());

            assertThatThrownBy(strikes::join)
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("cell red could not be done: no such process");
            assertThat(told).containsExactly("mend");
            assertThat(strikes.done()).isEmpty();
        }
    }

    private Strikes strikes(Fault fault, Duration... moments) {
        return new Strikes(new FaultCell("red", fault, List.of("broker")), stack, List.of(moments));
    }

    private Fault fault(Duration length) {
        return new Fault() {
            @Override
            public Duration length() {
                return length;
            }

            @Override
            public void strike(SplitStack struck, List<String> processes) {
                told.add("strike");
            }

            @Override
            public void mend(SplitStack struck, List<String> processes) {
                told.add("mend");
            }
        };
    }
}
