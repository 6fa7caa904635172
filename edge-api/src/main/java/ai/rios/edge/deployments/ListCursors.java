package ai.rios.edge.deployments;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.signing.Signer;
import ai.rios.schemas.ids.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Places in a list: the key of the last item shown, bound to the tenant and to what is listed, good for an hour. Thread-safe.
 */
public final class ListCursors {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration MARK_LIFETIME = LIFETIME.dividedBy(2);
    private static final int MARK_LENGTH = 12;
    private static final String PURPOSE = "list-1";
    private static final String MARK_PURPOSE = "list-mark-1";
    private static final Pattern PAYLOAD = Pattern.compile("(\\d{1,18})\\|([0-9a-f]{16})\\|(.+)", Pattern.DOTALL);

    private final Signer signer;
    private final InstantSource clock;

    public ListCursors(Signer signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The cursor behind an item.
     *
     * @param listed what is listed: path and filter
     * @param key of the item
     */
    public String encode(String tenant, String listed, String key) {
        return signer.sign(PURPOSE, clock.instant().toEpochMilli() + "|" + binding(tenant, listed) + '|' + key);
    }

    /**
     * The key that a cursor names; null for none.
     *
     * @throws ApiException {@code invalid_request} when it was not made here, {@code cursor_mismatch} when it is for another list,
     *     {@code cursor_expired} when it is too old
     */
    public @Nullable String decode(String tenant, String listed, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        Matcher payload = PAYLOAD.matcher(signer.verify(PURPOSE, cursor).orElse(""));
        if (!payload.matches()) {
            throw new ApiException(ApiError.invalid("cursor", "must be one that this list has given"));
        }
        if (!payload.group(2).equals(binding(tenant, listed))) {
            throw new ApiException(
                    ApiCode.CURSOR_MISMATCH, "the cursor is for another list; start from the first page");
        }
        Instant issued = Instant.ofEpochMilli(Long.parseLong(payload.group(1)));
        if (clock.instant().isAfter(issued.plus(LIFETIME))) {
            throw new ApiException(ApiCode.CURSOR_EXPIRED, "the cursor is too old; start from the first page");
        }
        return payload.group(3);
    }

    /**
     * A short text that changes every half an hour and with the signing key: as long as it stays, a cursor that was given under
     * it is good for another half an hour.
     */
    public String mark() {
        long slot = clock.millis() / MARK_LIFETIME.toMillis();
        return signer.sign(MARK_PURPOSE, Long.toString(slot)).substring(0, MARK_LENGTH);
    }

    private static String binding(String tenant, String listed) {
        return HexFormat.of().formatHex(Sha256.of(tenant + '\n' + listed), 0, 8);
    }
}
