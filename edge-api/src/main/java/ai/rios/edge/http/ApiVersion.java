package ai.rios.edge.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of the interface: a row of the version table. Immutable.
 *
 * @param name a date, as {@code API-Version} has it
 * @param path where its major version is, such as {@code /v1}
 * @param released first day on which it was served
 * @param retirement when it goes; null while nothing is said about that
 */
public record ApiVersion(
        String name,
        String path,
        LocalDate released,
        @Nullable Retirement retirement) {
    /** Months between the word that a version will be deprecated and the day from which it is. */
    static final int MONTHS_OF_NOTICE = 6;

    /** Months for which a deprecated version is served on. */
    static final int MONTHS_KEPT = 12;

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /**
     * The three days of a version that goes. Immutable.
     *
     * @param announced when it was said
     * @param deprecated from when on it should not be used, six months later or more
     * @param sunset last day on which it is served, twelve months later or more
     */
    public record Retirement(LocalDate announced, LocalDate deprecated, LocalDate sunset) {
        public Retirement {
            if (deprecated.isBefore(announced.plusMonths(MONTHS_OF_NOTICE))) {
                throw new IllegalArgumentException("deprecated on " + deprecated + " must be " + MONTHS_OF_NOTICE
                        + " months after it is announced, " + announced);
            }
            if (sunset.isBefore(deprecated.plusMonths(MONTHS_KEPT))) {
                throw new IllegalArgumentException(
                        "sunset on " + sunset + " must be " + MONTHS_KEPT + " months after " + deprecated);
            }
        }
    }

    /** Refuses a row that breaks the rules of the table. */
    public ApiVersion {
        LocalDate date = LocalDate.parse(name);
        if (released.isBefore(date)) {
            throw new IllegalArgumentException(name + " cannot have been released before, on " + released);
        }
        if (!path.matches("/v[1-9][0-9]?")) {
            throw new IllegalArgumentException(path + " is not the path of a version");
        }
        if (retirement != null && retirement.announced().isBefore(released)) {
            throw new IllegalArgumentException(name + " cannot be announced as deprecated before it is released");
        }
    }

    /** Whether it is served no longer. */
    boolean isRemoved(Instant now) {
        return retirement != null && now.isAfter(end(retirement));
    }

    /** What answers of this version say about its end: RFC 9745 and RFC 8594. */
    Map<String, String> headers() {
        if (retirement == null) {
            return Map.of();
        }
        long deprecated = retirement.deprecated().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return Map.of(
                Names.DEPRECATION,
                "@" + deprecated,
                Names.SUNSET,
                HTTP_DATE.format(end(retirement).atOffset(ZoneOffset.UTC)));
    }

    private static Instant end(Retirement retirement) {
        return retirement.sunset().atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
    }
}
