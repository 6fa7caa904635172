package ai.rios.edge.json;

/** Clients' own texts made fit for messages and logs. */
public final class Printable {
    private static final int MAX_LENGTH = 160;

    private Printable() {}

    /** The text with control characters and lone surrogates replaced, cut to 160 characters. */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().limit(MAX_LENGTH).forEach(point -> {
            boolean odd = Character.isISOControl(point)
                    || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
            clean.appendCodePoint(odd ? '?' : point);
        });
        return clean.toString();
    }
}
