package ai.rios.projections.rebuild;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which generations of the views there are: the one record by which all processes switch. Immutable.
 *
 * @param active the generation that answers, from 1
 * @param building the one that is being built; null none
 * @param retiring the one that answered before and is not tidied up yet; null none
 */
public record GenerationPlan(
        int active, @Nullable Integer building, @Nullable Integer retiring) {
    /** As long as nothing was ever rebuilt. */
    public static final GenerationPlan FIRST = new GenerationPlan(1, null, null);

    /** With the next generation being built beside the active one. */
    GenerationPlan build() {
        return new GenerationPlan(active, active + 1, null);
    }

    /** With the one that was built in use. */
    GenerationPlan switched() {
        Integer built = building;
        if (built == null) {
            throw new IllegalStateException("nothing is being built");
        }
        return new GenerationPlan(/* active= */ built, /* building= */ null, /* retiring= */ active);
    }

    /** With only the active one. */
    GenerationPlan settled() {
        return new GenerationPlan(active, null, null);
    }

    /** Whether a process is to run that generation. */
    public boolean runs(int number) {
        return number == active || (building != null && number == building);
    }

    String toText() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("active", Integer.toString(active));
        if (building != null) {
            fields.put("building", building.toString());
        }
        if (retiring != null) {
            fields.put("retiring", retiring.toString());
        }
        return new Fields(fields).text();
    }

    static GenerationPlan ofText(String text) {
        Fields fields = Fields.parse(text);
        return new GenerationPlan(
                (int) fields.number("active"),
                number(fields.optional("building")),
                number(fields.optional("retiring")));
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }
}
