package ai.rios.schemas.registry;

/** The registry refuses a schema under a subject, because it is not compatible with those it has or not valid. */
public final class SchemaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;
    private final String level;
    private final String reason;

    /**
     * @param level compatibility level of the subject, as far as it could be read
     * @param reason the registry's own words
     */
    public SchemaRefusedException(String subject, String level, String reason) {
        super("the registry refuses the schema for " + subject + " (compatibility " + level + "): " + reason);
        this.subject = subject;
        this.level = level;
        this.reason = reason;
    }

    /** The subject. */
    public String subject() {
        return subject;
    }

    /** The subject's compatibility level. */
    public String level() {
        return level;
    }

    /** Why, in the registry's own words. */
    public String reason() {
        return reason;
    }
}
