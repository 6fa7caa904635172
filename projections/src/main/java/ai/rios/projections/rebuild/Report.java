package ai.rios.projections.rebuild;

import ai.rios.projections.views.Cut;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a generation says of one partition. Immutable.
 *
 * @param round of comparison that it answers; 0 none
 * @param cut the place in the log as of which it was taken
 * @param digest of the views as of the cut
 * @param entries events, deployments and operations that went into the digest
 * @param skipped tenants left out, for their views stand still in the active generation
 * @param atMs time of the comparison, epoch milliseconds: what is about to expire is left out by it
 * @param telling whether the generation tells the snapshots topic
 */
record Report(int round, Cut cut, String digest, long entries, TreeSet<String> skipped, long atMs, boolean telling) {
    private static final int MAX_SKIPPED = 1_000;

    static Report of(
            int round, Cut cut, String digest, long entries, Iterable<String> skipped, long atMs, boolean telling) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : skipped) {
            if (names.size() < MAX_SKIPPED) {
                names.add(name);
            }
        }
        return new Report(round, cut, digest, entries, names, atMs, telling);
    }

    String toText() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("round", Integer.toString(round));
        fields.put("next-event", Long.toString(cut.nextEvent()));
        fields.put("next-command", Long.toString(cut.nextCommand()));
        fields.put("next-outcome", Long.toString(cut.nextOutcome()));
        fields.put("digest", digest);
        fields.put("entries", Long.toString(entries));
        fields.put("skipped", String.join(",", skipped));
        fields.put("at-ms", Long.toString(atMs));
        fields.put("telling", Boolean.toString(telling));
        return new Fields(fields).text();
    }

    static Report ofText(String text) {
        Fields fields = Fields.parse(text);
        TreeSet<String> skipped =
                new TreeSet<>(Arrays.asList(fields.text("skipped").split(",")));
        skipped.remove("");
        return new Report(
                (int) fields.number("round"),
                new Cut(fields.number("next-event"), fields.number("next-command"), fields.number("next-outcome")),
                fields.text("digest"),
                fields.number("entries"),
                skipped,
                fields.number("at-ms"),
                Boolean.parseBoolean(fields.text("telling")));
    }
}
