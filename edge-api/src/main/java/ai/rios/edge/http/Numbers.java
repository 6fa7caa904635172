package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;

/** Whole numbers in headers and parameters. */
final class Numbers {
    private Numbers() {}

    /** @throws ApiException {@code invalid_request}, naming the field, when the text is no whole number within the bounds */
    static long parse(String field, String text, long min, long max) {
        if (text.matches("-?\\d{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new ApiException(ApiError.invalid(field, "must be a whole number from " + min + " to " + max));
    }
}
