package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import java.util.regex.Pattern;

/** Which texts may be a client's own ids. */
public final class RequestIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestIds() {}

    /** Whether a text may be a correlation, trace or span id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The text itself.
     *
     * @throws ApiException {@code invalid_request}, naming the field, when it is no id
     */
    public static String require(String field, String text) {
        if (!isId(text)) {
            throw new ApiException(ApiError.invalid(field, "must be 1 to 128 of A-Z a-z 0-9 . _ : -"));
        }
        return text;
    }
}
