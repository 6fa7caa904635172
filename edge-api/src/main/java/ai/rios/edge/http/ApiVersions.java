package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.Printable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of the interface: a major one in the path, a date in a header. */
public final class ApiVersions {
    /** The version that is spoken. */
    public static final String CURRENT = "2024-01-15";

    /** Every date that {@code API-Version} may name. */
    public static final List<String> SUPPORTED = List.of(CURRENT);

    private static final Pattern OTHER_MAJOR = Pattern.compile("/v(?!1(/|$))\\d{1,9}(/.*)?");

    private ApiVersions() {}

    /**
     * Checks the header.
     *
     * @throws ApiException {@code unsupported_version} with the list of those that are spoken
     */
    static void require(@Nullable String version) {
        if (version != null && !SUPPORTED.contains(version)) {
            throw unsupported("API-Version " + Printable.of(version) + " is not spoken here");
        }
    }

    /**
     * Checks the path.
     *
     * @throws ApiException {@code unsupported_version} when it names another major version
     */
    static void requireMajor(String rawPath) {
        if (OTHER_MAJOR.matcher(rawPath).matches()) {
            throw unsupported("the path names a version that is not spoken here");
        }
    }

    private static ApiException unsupported(String message) {
        return new ApiException(ApiError.of(ApiCode.UNSUPPORTED_VERSION, message)
                .with("supported", SUPPORTED)
                .with("paths", List.of("/v1")));
    }
}
