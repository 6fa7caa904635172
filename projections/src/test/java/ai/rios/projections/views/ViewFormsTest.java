package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.golden.Form;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views are read by every version that meets them: after an upgrade, after a way back, and as a neighbour's standby. */
class ViewFormsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String ID = "deploy_01kg9v3fzn000000000000000a";

    /** A key of each kind, by its first byte. */
    private static final List<String> KEYS = Stream.of(
                    ViewKey.tenant("acme"),
                    ViewKey.tally("acme"),
                    ViewKey.deployment("acme", ID),
                    ViewKey.untold("acme", ID),
                    ViewKey.history("acme", ID).number(7).bytes(),
                    ViewKey.milestone("acme", ID).number(64).bytes(),
                    ViewKey.grave(1_769_862_896_789L, "acme", ID),
                    ViewKey.operation("acme", "op_1"),
                    ViewKey.of(ViewKey.REQUEST)
                            .text("acme")
                            .text("req_1")
                            .number(7)
                            .last("op_1"),
                    ViewKey.of(ViewKey.AGE).text("acme").number(7).last("op_1"),
                    ViewKey.of(ViewKey.MARK).bytes())
            .map(HEX::formatHex)
            .toList();

    static Stream<Form<?>> forms() {
        return Stream.of(
                Form.plain(
                        "tenant",
                        new TreeMap<>(Map.of(
                                "folded",
                                new TenantState(41, 97, null),
                                "blocked",
                                new TenantState(41, 97, new TenantState.Block("a hole", 99, 120, 1_769_862_896_789L)))),
                        TenantState::toBytes,
                        TenantState::ofBytes),
                Form.plain(
                        "tally",
                        Map.of("one", new Tally(7, 98, 97, 1_769_862_896_789L)),
                        Tally::toBytes,
                        Tally::ofBytes),
                Form.plain(
                        "grave",
                        Map.of("one", new Grave("acme", ID)),
                        grave -> Grave.toBytes(grave.tenant(), grave.id()),
                        Grave::ofBytes),
                Form.plain(
                        "operation",
                        new TreeMap<>(Map.of(
                                "pending",
                                List.of("req_1", "create", "1769862896789", "98", "-1"),
                                "decided",
                                List.of("req_1", "create", "1769862896789", "98", "97", "outcome"))),
                        ViewFormsTest::operation,
                        ViewFormsTest::readOperation),
                Form.text(
                        "keys", Map.of("all", KEYS), keys -> String.join(" ", keys), text -> List.of(text.split(" "))));
    }

    private static byte[] operation(List<String> parts) {
        return new StoredOperation(
                        parts.get(0),
                        parts.get(1),
                        Long.parseLong(parts.get(2)),
                        Long.parseLong(parts.get(3)),
                        Long.parseLong(parts.get(4)),
                        parts.size() == 5 ? null : parts.get(5).getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }

    private static List<String> readOperation(byte[] bytes) {
        StoredOperation read = StoredOperation.ofBytes(bytes);
        byte[] outcome = read.outcome();
        Stream<String> parts = Stream.of(
                read.requestId(),
                read.command(),
                Long.toString(read.submittedAtMs()),
                Long.toString(read.commandOffset()),
                Long.toString(read.outcomeOffset()));
        return Stream.concat(
                        parts, outcome == null ? Stream.of() : Stream.of(new String(outcome, StandardCharsets.UTF_8)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyVersionReadsWhatTheOthersWrite(Form<?> form) {
        assertThat(form.problems()).isEmpty();
    }
}
