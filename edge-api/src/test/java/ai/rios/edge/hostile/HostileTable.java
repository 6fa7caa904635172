package ai.rios.edge.hostile;

import java.util.List;
import java.util.stream.Stream;

/** The whole table, group by group. */
final class HostileTable {
    private HostileTable() {}

    static List<HostileCase> rows() {
        return Stream.of(
                        SmugglingCases.all(),
                        HeadCases.all(),
                        BoundCases.all(),
                        SlowCases.all(),
                        JsonCases.all(),
                        CodingCases.all(),
                        TokenCases.all(),
                        TenantCases.all(),
                        CursorCases.all(),
                        KeyCases.all(),
                        HandshakeCases.all(),
                        FrameCases.all(),
                        Http2Cases.all())
                .flatMap(List::stream)
                .toList();
    }
}
