package ai.rios.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
    @Test
    void cpuTimeIsFoundBehindACommandWithSpacesAndBrackets() {
        String stat = "4711 (java (x) y) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0 20 0 40 0 1 2 3";

        assertThat(ProcessFigures.cpuMicros(stat)).isEqualTo(1_750_000);
    }

    @Test
    void memoryIsReadByItsLabel() {
        String status = "Name:\tjava\nVmPeak:\t  200 kB\nVmRSS:\t  123456 kB\n";

        assertThat(ProcessFigures.kibibytes(status, "VmRSS:")).isEqualTo(123_456);
        assertThatThrownBy(() -> ProcessFigures.kibibytes(status, "Pss:"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("Pss:");
    }

    @Test
    void aMeterTellsWhatWasTakenSinceItsStart() {
        CpuMeter meter = new CpuMeter(Map.of("self", ProcessHandle.current().pid()));

        assertThat(meter.micros().get("self")).isBetween(0.0, 60_000_000.0);
    }

    @Test
    void aProcessMayHaveFilesOpen() {
        assertThat(ProcessFigures.mostOpenFiles()).isPositive();
    }

    @Test
    void theProcessorsNameIsTheKernels() {
        assertThat(Machine.processorName("processor\t: 0\nmodel name\t: Some CPU @ 2.50GHz\n"))
                .isEqualTo("Some CPU @ 2.50GHz");
        assertThat(Machine.processorName("")).isEqualTo("unknown");
    }
}
