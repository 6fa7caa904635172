package ai.rios.edge.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A list of values with weights, as {@code Accept} and {@code Accept-Encoding} carry them (RFC 9110, 12.4.2). What cannot be read
 * is left out, as the RFC asks. Immutable.
 *
 * @param entries in the order of the header
 */
record QualityList(List<Entry> entries) {
    private static final int MAX_ENTRIES = 64;

    QualityList {
        entries = List.copyOf(entries);
    }

    /**
     * A value with its weight.
     *
     * @param value lower case, without parameters
     * @param weight 0 to 1000; 0 refuses the value
     */
    record Entry(String value, int weight) {}

    /** Reads the values of a header, all of its lines. */
    static QualityList parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            for (String part : line.split(",", MAX_ENTRIES)) {
                String[] pieces = part.split(";", 10);
                String value = pieces[0].strip().toLowerCase(Locale.ROOT);
                int weight = weight(pieces);
                if (!value.isEmpty() && weight >= 0 && entries.size() < MAX_ENTRIES) {
                    entries.add(new Entry(value, weight));
                }
            }
        }
        return new QualityList(entries);
    }

    /** The weight that the list gives to a value by its name; −1 when it does not name it. */
    int weightOf(String value) {
        for (Entry entry : entries) {
            if (entry.value().equals(value)) {
                return entry.weight();
            }
        }
        return -1;
    }

    private static int weight(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            String piece = pieces[i].strip().toLowerCase(Locale.ROOT);
            if (piece.startsWith("q=")) {
                String number = piece.substring(2).strip();
                return number.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
                        ? (int) Math.round(Double.parseDouble(number) * 1000)
                        : -1;
            }
        }
        return 1000;
    }
}
