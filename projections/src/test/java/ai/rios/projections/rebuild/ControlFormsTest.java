package ai.rios.projections.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.views.Cut;
import ai.rios.schemas.golden.Form;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Projections of neighbouring versions agree over the control topic on which generation answers. */
class ControlFormsTest {
    static Stream<Form<?>> forms() {
        return Stream.of(
                Form.text(
                        "generation-plan",
                        new TreeMap<>(Map.of(
                                "first",
                                GenerationPlan.FIRST,
                                "building",
                                new GenerationPlan(2, 3, null),
                                "retiring",
                                new GenerationPlan(3, null, 2))),
                        GenerationPlan::toText,
                        GenerationPlan::ofText),
                Form.text(
                        "report",
                        Map.of(
                                "one",
                                Report.of(
                                        2,
                                        new Cut(97, 98, 99),
                                        "f00d",
                                        7,
                                        List.of("acme", "b"),
                                        1_769_862_896_789L,
                                        true)),
                        Report::toText,
                        Report::ofText));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyVersionReadsWhatTheOthersWrite(Form<?> form) {
        assertThat(form.problems()).isEmpty();
    }
}
