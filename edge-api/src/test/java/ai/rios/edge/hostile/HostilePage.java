package ai.rios.edge.hostile;

import java.util.List;
import java.util.regex.Pattern;

/** {@code docs/hostile.md}, made of the table. */
final class HostilePage {
    /** What a name may hold and is to be read as it is. */
    private static final Pattern MARKUP = Pattern.compile("[*_<`$~]");

    private HostilePage() {}

    static String of(List<HostileCase> rows) {
        StringBuilder page = new StringBuilder(head(rows.size()));
        for (Group group : Group.values()) {
            List<HostileCase> own =
                    rows.stream().filter(row -> row.group() == group).toList();
            if (!own.isEmpty()) {
                page.append("\n## ")
                        .append(group.title())
                        .append("\n\n| what is sent | answer | promised in |\n| --- | --- | --- |\n");
                own.forEach(row -> page.append(line(row)));
            }
        }
        return page.toString();
    }

    private static String head(int rows) {
        return """
            # Hostile requests

            %d requests that an edge must stand, the one answer to each, and the page that promises it. `HostileTableTest` (`edge-api`)
            sends them all to an edge with its WebSocket stream, those that are slow to one with small limits, and looks after each
            whether another tenant is answered as before, whether a word of that tenant's was heard, and at the end whether anything is
            left under way. `HostileMemoryTest` sends the large ones again and again and looks whether memory stays flat.

            An answer is the status, the code and the first fault that it names; then what became of the connection: *open* means
            that a good request behind it on the same connection was answered as such, and nothing in between. In square brackets are
            the items of a batch. Of sockets it is 101 and the code of the close, of HTTP/2 the code, or the frame that ended stream
            or connection.

            This page is written by the run of the table, which fails when they differ:

            ```console
            $ mvn -pl edge-api -am test -Dtest='Hostile*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dhostile.write
            ```
            """.formatted(rows);
    }

    private static String line(HostileCase row) {
        String promise = "[" + row.rule().page() + "](" + row.rule().link() + ")";
        return "| " + MARKUP.matcher(cell(row.name())).replaceAll("\\\\$0") + " | `" + cell(row.answer()) + "` | "
                + promise + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
