package ai.rios.commands.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleTest {
    /** The published table, word for word. */
    private static final Map<DeploymentStatus, Set<DeploymentStatus>> TABLE = parse("""
            pending -> assigned | deleted
            assigned -> starting | pending | stopping
            starting -> running | failed | pending | stopping
            running -> failed | pending | stopping
            failed -> pending | stopping | deleted
            stopping -> stopped | deleted
            stopped -> pending | deleted
            """);

    static Stream<Arguments> pairs() {
        return Arrays.stream(DeploymentStatus.values())
                .flatMap(from -> Arrays.stream(DeploymentStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void whatMayFollowIsWhatTheTableSays(DeploymentStatus from, DeploymentStatus to) {
        assertThat(Lifecycle.successors(from).contains(to)).isEqualTo(mayFollow(from, to));
        assertThat(Lifecycle.allows(from, to)).isEqualTo(isLegal(from, to));
    }

    /** Whether an event may leave in the second status what was in the first: by the table, or where it stays. */
    static boolean isLegal(DeploymentStatus from, DeploymentStatus to) {
        return mayFollow(from, to) || (from == to && from != DeploymentStatus.DELETED);
    }

    private static boolean mayFollow(DeploymentStatus from, DeploymentStatus to) {
        return TABLE.getOrDefault(from, Set.of()).contains(to);
    }

    private static Map<DeploymentStatus, Set<DeploymentStatus>> parse(String table) {
        Map<DeploymentStatus, Set<DeploymentStatus>> parsed = new EnumMap<>(DeploymentStatus.class);
        table.lines().map(line -> line.split(" -> ", 2)).forEach(row -> parsed.put(status(row[0]), statuses(row[1])));
        return parsed;
    }

    private static Set<DeploymentStatus> statuses(String words) {
        return Arrays.stream(words.split(" \\| ", -1))
                .map(LifecycleTest::status)
                .collect(Collectors.toSet());
    }

    private static DeploymentStatus status(String word) {
        return DeploymentStatus.ofWire(word).orElseThrow();
    }
}
