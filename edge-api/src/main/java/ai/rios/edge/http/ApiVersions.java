package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.Printable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version table: which versions of the interface there are, a major one in the path and a date in a header, and when each goes.
 * The table that is served is the resource {@code versions.json} beside this class. Immutable.
 */
public final class ApiVersions {
    private static final Pattern MAJOR = Pattern.compile("(/v\\d{1,9})(/.*)?");

    private final List<ApiVersion> rows;
    private final InstantSource clock;

    /**
     * A table of these rows.
     *
     * @param rows oldest first; the last is the one that is spoken by default, and stays
     * @throws IllegalArgumentException when they are not in order, or the last goes
     */
    public ApiVersions(List<ApiVersion> rows, InstantSource clock) {
        this.rows = List.copyOf(rows);
        this.clock = clock;
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i - 1).name().compareTo(rows.get(i).name()) >= 0) {
                throw new IllegalArgumentException(rows.get(i).name() + " is not the next version");
            }
        }
        if (current().retirement() != null) {
            throw new IllegalArgumentException("the newest version cannot be deprecated: nothing follows it");
        }
    }

    /** The table that is served. */
    public static ApiVersions shipped(InstantSource clock) {
        ObjectReader reader = JsonMapper.builder().build().reader();
        try (InputStream in =
                Objects.requireNonNull(ApiVersions.class.getResourceAsStream("versions.json"), "versions.json")) {
            List<ApiVersion> rows = new ArrayList<>();
            reader.readTree(in).forEach(row -> rows.add(row(row)));
            return new ApiVersions(rows, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("versions.json cannot be read", e);
        }
    }

    /** Every row, oldest first. */
    public List<ApiVersion> rows() {
        return rows;
    }

    /** The version that is spoken with those that name none, and on paths without a version. */
    public ApiVersion current() {
        return rows.getLast();
    }

    /**
     * The version that a request speaks.
     *
     * @param named the date that it names; null for the newest of its path
     * @throws ApiException {@code unsupported_version} or {@code version_removed}, with the list of those that are spoken
     */
    ApiVersion spoken(String rawPath, @Nullable String named) {
        Matcher matcher = MAJOR.matcher(rawPath);
        String major = matcher.matches() ? matcher.group(1) : null;
        ApiVersion found = null;
        for (ApiVersion row : rows) {
            boolean fits = named == null || row.name().equals(named);
            if (fits && (major == null || row.path().equals(major))) {
                found = row;
            }
        }
        if (found == null) {
            String what = named == null ? "the path's version" : "API-Version " + Printable.of(named);
            throw refused(ApiCode.UNSUPPORTED_VERSION, what + " is not spoken here");
        }
        if (found.isRemoved(clock.instant())) {
            throw refused(ApiCode.VERSION_REMOVED, "version " + found.name() + " is not served any more");
        }
        return found;
    }

    private ApiException refused(ApiCode code, String message) {
        List<ApiVersion> served =
                rows.stream().filter(row -> !row.isRemoved(clock.instant())).toList();
        return new ApiException(ApiError.of(code, message)
                .with("supported", served.stream().map(ApiVersion::name).toList())
                .with("paths", served.stream().map(ApiVersion::path).distinct().toList()));
    }

    private static ApiVersion row(JsonNode row) {
        boolean goes = row.hasNonNull("deprecated");
        ApiVersion.Retirement retirement = goes
                ? new ApiVersion.Retirement(date(row, "announced"), date(row, "deprecated"), date(row, "sunset"))
                : null;
        return new ApiVersion(
                row.path("version").asText(), row.path("path").asText(), date(row, "released"), retirement);
    }

    private static LocalDate date(JsonNode row, String name) {
        return LocalDate.parse(row.path(name).asText());
    }
}
