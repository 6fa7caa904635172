package ai.rios.runtime.health;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One question about a process. Answered in microseconds from what is already known: no call leaves the process. */
public interface HealthCheck {
    /** Name in the report, lower case with dashes. */
    String name();

    /** The answer now; may be asked by several threads at once. */
    Answer ask();

    /**
     * An answer.
     *
     * @param up whether all is well
     * @param detail one short line for people; empty when there is nothing to say
     */
    record Answer(boolean up, String detail) {
        /** All is well. */
        public static final Answer UP = new Answer(true, "");

        /** All is not well, because of this. */
        public static Answer down(String detail) {
            return new Answer(false, detail);
        }
    }

    /** A check out of a condition. */
    static HealthCheck of(String name, BooleanSupplier condition, String detailWhenDown) {
        return of(name, () -> condition.getAsBoolean() ? Answer.UP : Answer.down(detailWhenDown));
    }

    /** A check out of a question. */
    static HealthCheck of(String name, Supplier<Answer> question) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Answer ask() {
                return question.get();
            }
        };
    }
}
