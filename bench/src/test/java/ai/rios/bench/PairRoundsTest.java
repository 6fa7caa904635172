package ai.rios.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.libp2p.Implementation;
import ai.rios.bench.libp2p.Pair;
import ai.rios.bench.libp2p.Placement;
import ai.rios.bench.libp2p.Script;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Goal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class PairRoundsTest {
    private static final Contest CONTEST = Contest.ofRoundTrips("a round trip", "echo", Placement.ANYWHERE);

    @TempDir
    Path home;

    private PairRounds run(int rounds, Pair... pairs) {
        PairRounds all = new PairRounds(
                List.of(CONTEST),
                List.of(pairs),
                new Options(rounds, 0, 0, Path.of("out"), null),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        all.run();
        return all;
    }

    private Pair ours(int p50Micros) throws IOException {
        Script.writeEcho(home.resolve("rios"), p50Micros);
        return new Pair(new Implementation.Ours(home));
    }

    private Pair floor(int p50Micros) throws IOException {
        Path program = home.resolve("go-peer");
        Script.writeEcho(program, p50Micros);
        return new Pair(new Implementation.Go(program));
    }

    @ParameterizedTest
    @CsvSource({"130, true", "131, false"})
    void oursIsJudgedAsAMultipleOfTheFloor(int p50Micros, boolean isMet) throws IOException {
        PairRounds rounds = run(1, ours(p50Micros), floor(100));

        assertThat(rounds.goals()).hasSize(1);
        Goal goal = rounds.goals().getFirst();
        assertThat(goal.what()).contains("a round trip", "p50", "floor");
        assertThat(goal.measured()).isEqualTo(p50Micros / 100.0);
        assertThat(goal.isMet()).isEqualTo(isMet);
    }

    @Test
    void everyRoundIsAFigureOfBoth() throws IOException {
        Figure latency = run(2, ours(30), floor(20)).figures().getFirst();

        assertThat(latency.ours()).containsExactly(30.0, 30.0);
        assertThat(latency.floor()).containsExactly(20.0, 20.0);
        assertThat(latency.unit()).isEqualTo("µs");
    }

    @Test
    void withoutAFloorOursIsToldAndNotJudged() throws IOException {
        PairRounds rounds = run(1, ours(30));

        assertThat(rounds.figures()).hasSize(2);
        assertThat(rounds.figures().getFirst().ours()).containsExactly(30.0);
        assertThat(rounds.figures().getFirst().floor()).isEmpty();
        assertThat(rounds.goals()).isEmpty();
    }

    @Test
    void ratesAreWantedToBeHighAndProcessorTimeLow() {
        Contest bytes = Contest.ofBytes("upload", "perf --upload 1", Placement.ONE_CORE);

        assertThat(bytes.bound()).isEqualTo(Goal.Bound.AT_LEAST);
        assertThat(bytes.mostCpu()).hasValue(1.5);
        assertThat(bytes.name()).isEqualTo("upload, one core");
    }
}
