package ai.rios.runtime.process;

import java.util.Objects;

/** The version of this build, as the jar's manifest has it. */
public final class Version {
    /** Such as {@code 0.1.0}; {@code dev} when run from class files. */
    public static final String OF_THIS_BUILD =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");

    private Version() {}
}
