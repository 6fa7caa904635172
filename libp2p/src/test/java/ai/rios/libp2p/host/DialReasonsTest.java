package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DialReasonsTest {
    @Test
    void aFailureSaysItsMessageAndItsKindWhereThatSaysMore() {
        assertThat(DialReasons.of(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
        assertThat(DialReasons.of(new EOFException())).contains("EOFException");
        assertThat(DialReasons.of(new IllegalStateException("no"))).contains("IllegalStateException", "no");
    }

    @Test
    void soManyReasonsAreToldAndTheOthersAreCounted() {
        List<String> reasons = IntStream.rangeClosed(1, DialReasons.MOST)
                .mapToObj(number -> "reason " + number)
                .toList();
        assertThat(DialReasons.join(reasons))
                .startsWith("reason 1; reason 2; ")
                .endsWith("; reason " + DialReasons.MOST);
        assertThat(DialReasons.join(Collections.nCopies(DialReasons.MOST + 2, "r")))
                .endsWith("r; and 2 more");
    }

    @Test
    void aReasonHasSoManyCharacters() {
        String longest = "x".repeat(DialReasons.LONGEST);
        assertThat(DialReasons.join(List.of(longest))).isEqualTo(longest);
        assertThat(DialReasons.join(List.of(longest + "xy"))).isEqualTo(longest + "…");
    }
}
