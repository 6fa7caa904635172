package ai.rios.bench.faults.history;

import ai.rios.bench.faults.history.EventIndex.Story;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link Invariant#READS_HONOUR_POSITIONS}. */
final class ReadsChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        Map<String, List<Story>> stories = new TreeMap<>();
        events.stories()
                .forEach(story -> stories.computeIfAbsent(story.tenant(), _ -> new ArrayList<>())
                        .add(story));
        for (Read read : history.reads()) {
            positions(read, events).ifPresent(text -> found.add(violation(read.tenant(), read.told() + text)));
            for (Row row : read.rows()) {
                if (read.deployment() != null && !read.deployment().equals(row.deployment())) {
                    found.add(violation(read.tenant(), read.told() + " shows another: " + row));
                }
                unlike(row, read.tenant(), events)
                        .ifPresent(text -> found.add(violation(read.tenant(), read.told() + text)));
                older(row, read, events).ifPresent(text -> found.add(violation(read.tenant(), read.told() + text)));
            }
            missing(read, stories.getOrDefault(read.tenant(), List.of()), found);
        }
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (answer != null) {
                answer.rows()
                        .forEach(row -> unlike(row, write.tenant(), events)
                                .ifPresent(text -> found.add(violation(write.tenant(), write.told() + text))));
                if (answer.position() > events.end(write.tenant())) {
                    found.add(violation(
                            write.tenant(),
                            write.told() + " tells position " + answer.position() + ", beyond the log's end at "
                                    + events.end(write.tenant())));
                }
            }
        }
        return found;
    }

    private static Optional<String> positions(Read read, EventIndex events) {
        if (read.position() < read.minPosition()) {
            return Optional.of(" is older than it asked for");
        }
        return read.position() > events.end(read.tenant())
                ? Optional.of(" is beyond the log's end at " + events.end(read.tenant()))
                : Optional.empty();
    }

    /** A row that is not what the events up to its revision make. */
    private static Optional<String> unlike(Row row, String tenant, EventIndex events) {
        Row made = events.story(row.deployment())
                .filter(story -> story.tenant().equals(tenant))
                .map(story -> story.rows().get(row.revision()))
                .orElse(null);
        if (made == null) {
            return Optional.of(" shows " + row.deployment() + " at revision " + row.revision()
                    + ", which the tenant's log has not");
        }
        return made.equals(row) ? Optional.empty() : Optional.of(" shows " + row + ", but the events make " + made);
    }

    private static Optional<String> older(Row row, Read read, EventIndex events) {
        Row then = events.story(row.deployment())
                .map(story -> story.at(read.position()))
                .orElse(null);
        return then != null && then.revision() > row.revision()
                ? Optional.of(" shows revision " + row.revision() + " of " + row.deployment()
                        + ", but at its position it had " + then.revision())
                : Optional.empty();
    }

    /** What was there at the read's position and stayed to the end of the log must be seen. */
    private static void missing(Read read, List<Story> stories, List<Violation> found) {
        if (read.deployment() == null && !read.whole()) {
            return;
        }
        Set<String> shown = new HashSet<>();
        read.rows().forEach(row -> shown.add(row.deployment()));
        for (Story story : stories) {
            Row last = story.last();
            boolean isAsked = read.deployment() == null || last.deployment().equals(read.deployment());
            Row then =
                    isAsked && last.isLiving() && !shown.contains(last.deployment()) ? story.at(read.position()) : null;
            if (then != null) {
                found.add(violation(
                        read.tenant(),
                        read.told() + " does not show " + last.deployment() + ", which was there at revision "
                                + then.revision() + " and still is"));
            }
        }
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.READS_HONOUR_POSITIONS, tenant, text);
    }
}
