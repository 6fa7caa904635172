package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fault that a system may have, put into the history of one that has none. */
enum Fault {
    AN_ACKNOWLEDGED_EVENT_IS_LOST(Invariant.ACKNOWLEDGED_IS_THERE, history -> {
        String lost = seen(history, Write.Kind.PATCH).effects().getFirst().deployment();
        return log(
                history,
                events -> events.removeIf(
                        event -> event.deployment().equals(lost) && event.kind().equals(LoggedEvent.SPEC_CHANGED)));
    }),
    AN_ACKNOWLEDGED_EVENT_HAS_THE_CONTENT_OF_ANOTHER(
            Invariant.ACKNOWLEDGED_IS_THERE,
            history -> log(history, events -> {
                Write.Answer seen = seen(history, Write.Kind.PATCH);
                LoggedEvent event = events.stream()
                        .filter(one -> one.operation().equals(seen.operation()))
                        .findFirst()
                        .orElseThrow();
                events.set(events.indexOf(event), labelled(event, "of-another"));
            })),
    A_CHANGE_IS_DONE_FOR_TWO_REQUESTS(
            Invariant.DONE_ONCE,
            history -> log(history, events -> {
                List<LoggedEvent> created = events.stream()
                        .filter(event -> event.kind().equals(LoggedEvent.CREATED)
                                && event.tenant().equals("red"))
                        .toList();
                events.set(
                        events.indexOf(created.getLast()),
                        labelled(created.getLast(), created.getFirst().label()));
            })),
    AN_EVENT_IS_OF_NOBODYS_REQUEST(
            Invariant.DONE_ONCE,
            history -> log(history, events -> {
                LoggedEvent last = last(events, LoggedEvent.CREATED);
                events.set(events.indexOf(last), asked(last, last.tenant(), "req_nobodys"));
            })),
    AN_EVENT_IS_IN_ANOTHER_TENANTS_LOG(
            Invariant.DONE_ONCE,
            history -> log(history, events -> {
                LoggedEvent last = last(events, LoggedEvent.CREATED);
                String other = last.tenant().equals("red") ? "blue" : "red";
                events.set(events.indexOf(last), asked(last, other, last.requestId()));
            })),
    AN_EVENT_STANDS_TWICE(
            Invariant.DONE_ONCE,
            history -> log(history, events -> events.add(events.size() / 2, events.get(events.size() / 2)))),
    A_COMMAND_IS_DONE_TWICE(
            Invariant.DONE_ONCE,
            history -> log(history, events -> {
                LoggedEvent last = last(events, LoggedEvent.CREATED);
                events.add(new LoggedEvent(
                        "again",
                        last.tenant(),
                        "evt_again",
                        "deploy_again",
                        1,
                        end(events, last.tenant()) + 1,
                        "op_again",
                        last.requestId(),
                        null,
                        last.kind(),
                        last.content()));
            })),
    A_REFUSED_COMMAND_IS_DONE(Invariant.REFUSED_IS_NOT_DONE, history -> {
        LoggedOutcome refused = history.topics().outcomes().stream()
                .filter(LoggedOutcome::refused)
                .findFirst()
                .orElseThrow();
        return log(history, events -> {
            LoggedEvent last = last(events, LoggedEvent.CREATED);
            events.add(new LoggedEvent(
                    "late",
                    refused.tenant(),
                    "evt_late",
                    "deploy_late",
                    1,
                    end(events, refused.tenant()) + 1,
                    refused.operation(),
                    "req_late",
                    null,
                    last.kind(),
                    last.content()));
        });
    }),
    A_WRITE_THAT_WAS_TURNED_AWAY_IS_DONE(Invariant.REFUSED_IS_NOT_DONE, history -> {
        Write away = history.writes().stream()
                .filter(write -> write.answer() != null && write.answer().fate() == Write.Fate.NOTHING_DONE)
                .findFirst()
                .orElseThrow();
        return log(history, events -> {
            LoggedEvent last = last(events, LoggedEvent.CREATED);
            events.add(new LoggedEvent(
                    "late",
                    away.tenant(),
                    "evt_late",
                    "deploy_late",
                    1,
                    end(events, away.tenant()) + 1,
                    "op_late",
                    away.requestId(),
                    null,
                    last.kind(),
                    last.content()));
        });
    }),
    A_SEQUENCE_HAS_A_HOLE(Invariant.NO_HOLES, history -> log(history, events -> events.remove(events.size() / 2))),
    A_REVISION_HAS_A_HOLE(
            Invariant.NO_HOLES,
            history -> log(history, events -> {
                LoggedEvent last = last(events, LoggedEvent.SPEC_CHANGED);
                events.set(
                        events.indexOf(last),
                        new LoggedEvent(
                                last.place(),
                                last.tenant(),
                                last.eventId(),
                                last.deployment(),
                                last.revision() + 1,
                                last.sequence(),
                                last.operation(),
                                last.requestId(),
                                last.batch(),
                                last.kind(),
                                last.content()));
            })),
    A_NAME_IS_HELD_TWICE(
            Invariant.NAMES_HELD_ONCE,
            history -> log(history, events -> {
                Row held = viewOf(history, "red").getFirst();
                LoggedEvent last = last(events, LoggedEvent.CREATED);
                events.add(new LoggedEvent(
                        "second",
                        "red",
                        "evt_second",
                        "deploy_second",
                        1,
                        end(events, "red") + 1,
                        "op_second",
                        "req_second",
                        null,
                        LoggedEvent.CREATED,
                        new Content(
                                held.name(),
                                last.content().spec(),
                                "pending",
                                null,
                                1,
                                null,
                                last.content().time())));
            })),
    A_READ_IS_OLDER_THAN_IT_ASKED_FOR(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                Read last = reads.removeLast();
                reads.add(read(last, last.position() + 1, last.position(), last.rows()));
            })),
    A_READ_TELLS_A_POSITION_BUT_SHOWS_WHAT_WAS_BEFORE(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                EventIndex events = EventIndex.of(history.topics().events());
                for (int at = reads.size() - 1; at >= 0; at--) {
                    Read read = reads.get(at);
                    if (!read.rows().isEmpty() && read.rows().getFirst().revision() > 1) {
                        Row shown = read.rows().getFirst();
                        List<Row> rows = new ArrayList<>(read.rows());
                        rows.set(
                                0,
                                events.story(shown.deployment())
                                        .orElseThrow()
                                        .rows()
                                        .get(shown.revision() - 1));
                        reads.set(at, read(read, read.minPosition(), read.position(), rows));
                        return;
                    }
                }
                throw new IllegalStateException("no read fits");
            })),
    A_LIST_LEAVES_ONE_OUT(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                for (int at = reads.size() - 1; at >= 0; at--) {
                    Read read = reads.get(at);
                    if (read.whole()
                            && viewOf(history, read.tenant()).stream()
                                    .anyMatch(row -> read.rows().contains(row))) {
                        reads.set(at, read(read, read.minPosition(), read.position(), List.of()));
                        return;
                    }
                }
                throw new IllegalStateException("no list fits");
            })),
    A_READ_SHOWS_WHAT_THE_LOG_HAS_NOT(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                Read last = reads.stream()
                        .filter(read -> !read.rows().isEmpty())
                        .toList()
                        .getLast();
                reads.set(
                        reads.indexOf(last),
                        read(
                                last,
                                last.minPosition(),
                                last.position(),
                                List.of(withRevision(last.rows().getFirst(), 4_711))));
            })),
    A_LIST_SHOWS_WHAT_IS_ANOTHER_TENANTS(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                Read list = reads.stream()
                        .filter(read -> read.deployment() == null)
                        .toList()
                        .getLast();
                String other = list.tenant().equals("red") ? "blue" : "red";
                List<Row> rows = new ArrayList<>(list.rows());
                rows.add(viewOf(history, other).getFirst());
                reads.set(reads.indexOf(list), read(list, list.minPosition(), list.position(), rows));
            })),
    A_READ_IS_ANSWERED_WITH_ANOTHER_DEPLOYMENT(
            Invariant.READS_HONOUR_POSITIONS,
            history -> reads(history, reads -> {
                // Of one that is gone by now, if there is any: what is missing from the answer must not be what gives
                // it away.
                Read asked = reads.stream()
                        .filter(read -> read.deployment() != null)
                        .min(Comparator.comparing(read -> viewOf(history, read.tenant()).stream()
                                .anyMatch(row -> row.deployment().equals(read.deployment()))))
                        .orElseThrow();
                Row other = EventIndex.of(history.topics().events()).stories().stream()
                        .filter(story -> story.tenant().equals(asked.tenant())
                                && !story.last().deployment().equals(asked.deployment()))
                        .flatMap(story -> Stream.ofNullable(story.at(asked.position())))
                        .findFirst()
                        .orElseThrow();
                reads.set(reads.indexOf(asked), read(asked, asked.minPosition(), asked.position(), List.of(other)));
            })),
    AN_ANSWER_SHOWS_WHAT_IS_ANOTHER_TENANTS(Invariant.READS_HONOUR_POSITIONS, history -> {
        List<Write> writes = new ArrayList<>(history.writes());
        Write done = writes.stream()
                .filter(write ->
                        write.answer() != null && !write.answer().rows().isEmpty())
                .findFirst()
                .orElseThrow();
        Write.Answer answer = Objects.requireNonNull(done.answer());
        String other = done.tenant().equals("red") ? "blue" : "red";
        writes.set(
                writes.indexOf(done),
                answered(
                        done,
                        new Write.Answer(
                                answer.status(),
                                answer.code(),
                                answer.fate(),
                                answer.operation(),
                                answer.position(),
                                answer.replayed(),
                                answer.effects(),
                                List.of(viewOf(history, other).getFirst()))));
        return writes(history, writes);
    }),
    A_CLIENT_SEES_SOMETHING_OLDER_THAN_BEFORE(
            Invariant.READS_NEVER_GO_BACK,
            history -> reads(history, reads -> {
                EventIndex events = EventIndex.of(history.topics().events());
                Read last = reads.stream()
                        .filter(read ->
                                !read.rows().isEmpty() && read.rows().getFirst().revision() > 1)
                        .toList()
                        .getLast();
                Row old = events.story(last.rows().getFirst().deployment())
                        .orElseThrow()
                        .rows()
                        .firstEntry()
                        .getValue();
                reads.add(new Read(
                        9_999,
                        last.client(),
                        last.tenant(),
                        last.doneNanos() + 1,
                        last.doneNanos() + 2,
                        old.deployment(),
                        last.position(),
                        last.position(),
                        List.of(old),
                        false));
            })),
    A_REPEATED_KEY_GIVES_ANOTHER_OUTCOME(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(history, true, answer -> refused(answer, Objects.requireNonNull(answer.operation())))),
    A_RETRY_OF_WHAT_WAS_DONE_WITHOUT_AN_ANSWER_IS_REFUSED(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(history, false, answer -> refused(answer, "op_of_the_retry"))),
    A_RETRY_OF_WHAT_WAS_DONE_WITHOUT_AN_ANSWER_HAS_DONE_NOTHING(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(
                    history,
                    false,
                    answer -> new Write.Answer(
                            200,
                            "",
                            Write.Fate.DONE,
                            answer.operation(),
                            answer.position(),
                            true,
                            List.of(),
                            List.of()))),
    A_RETRY_OF_WHAT_WAS_DONE_WITHOUT_AN_ANSWER_NAMES_ANOTHER_OPERATION(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(
                    history, false, answer -> answered(answer, answer.code(), "op_of_the_retry", answer.replayed()))),
    A_REPEAT_IS_NOT_SAID_TO_BE_ONE(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(history, true, answer -> answered(answer, answer.code(), answer.operation(), false))),
    A_REPEAT_HAS_ANOTHER_CODE(
            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
            history -> repeat(history, true, answer -> answered(answer, "another", answer.operation(), true))),
    AN_OPERATION_HAS_TWO_OUTCOMES(Invariant.ONE_OUTCOME, history -> {
        List<LoggedOutcome> outcomes = new ArrayList<>(history.topics().outcomes());
        outcomes.add(outcomes.getFirst());
        return topics(
                history,
                new Topics(history.topics().events(), outcomes, history.topics().snapshots()));
    }),
    AN_ACKNOWLEDGED_OPERATION_HAS_NO_OUTCOME(Invariant.ONE_OUTCOME, history -> {
        List<LoggedOutcome> outcomes = new ArrayList<>(history.topics().outcomes());
        String operation = seen(history, Write.Kind.CREATE).operation();
        outcomes.removeIf(outcome -> outcome.operation().equals(operation));
        return topics(
                history,
                new Topics(history.topics().events(), outcomes, history.topics().snapshots()));
    }),
    A_BATCH_IS_HALF_APPLIED(
            Invariant.BATCHES_WHOLE,
            history -> log(history, events -> {
                LoggedEvent part = events.stream()
                        .filter(event -> event.batch() != null)
                        .toList()
                        .getLast();
                events.remove(part);
            })),
    A_STREAM_GOES_BACK(
            Invariant.STREAMS_GO_FORWARD,
            history -> watch(
                    history, messages -> messages.add(messages.size() / 2, messages.get(messages.size() / 2 - 2)))),
    A_STREAM_LEAVES_ONE_OUT(
            Invariant.STREAMS_GO_FORWARD, history -> watch(history, messages -> messages.remove(messages.size() / 2))),
    A_STREAM_ENDS_EARLY(Invariant.STREAMS_GO_FORWARD, history -> watch(history, List::removeLast)),
    A_VIEW_LACKS_A_DEPLOYMENT(Invariant.VIEWS_EQUAL_EVENTS, history -> view(history, List::removeLast)),
    A_VIEW_SHOWS_AN_OLD_REVISION(
            Invariant.VIEWS_EQUAL_EVENTS,
            history -> view(history, rows -> rows.add(withRevision(rows.removeLast(), 77)))),
    A_SNAPSHOT_IS_OLD(
            Invariant.SNAPSHOTS_EQUAL_EVENTS,
            history -> snapshots(history, snapshots -> {
                String key = snapshots.keySet().iterator().next();
                snapshots.computeIfPresent(key, (_, row) -> withRevision(row, 77));
            })),
    A_SNAPSHOT_OF_WHAT_IS_GONE_IS_LEFT(
            Invariant.SNAPSHOTS_EQUAL_EVENTS,
            history -> snapshots(history, snapshots -> {
                LoggedEvent gone = last(history.topics().events(), LoggedEvent.DELETED);
                Row any = snapshots.values().iterator().next();
                snapshots.put(
                        gone.tenant() + "/" + gone.deployment(),
                        new Row(
                                gone.deployment(),
                                any.name(),
                                any.spec(),
                                "pending",
                                "",
                                1,
                                1,
                                0,
                                any.createdAt(),
                                any.updatedAt()));
            }));

    private final Invariant broken;

    @SuppressWarnings("ImmutableEnumChecker") // the operators hold nothing
    private final UnaryOperator<History> plant;

    Fault(Invariant broken, UnaryOperator<History> plant) {
        this.broken = broken;
        this.plant = plant;
    }

    /** The promise that it breaks; it may break others, too. */
    Invariant broken() {
        return broken;
    }

    History plantedIn(History history) {
        return plant.apply(history);
    }

    private interface Change<T> {
        void apply(T changed);
    }

    /** With another answer to the first repeat under a key whose first use was answered, or was not; partial batches aside. */
    private static History repeat(History history, boolean isFirstAnswered, UnaryOperator<Write.Answer> change) {
        List<Write> writes = new ArrayList<>(history.writes());
        Write repeat = writes.stream()
                .filter(write -> write.kind() != Write.Kind.BATCH_PARTIAL && isRepeat(write, writes, isFirstAnswered))
                .findFirst()
                .orElseThrow();
        writes.set(writes.indexOf(repeat), answered(repeat, change.apply(Objects.requireNonNull(repeat.answer()))));
        return writes(history, writes);
    }

    private static boolean isRepeat(Write write, List<Write> writes, boolean isFirstAnswered) {
        return write.answer() != null
                && write.answer().replayed()
                && writes.stream()
                        .anyMatch(first -> first.number() < write.number()
                                && first.intent().equals(write.intent())
                                && (first.answer() != null) == isFirstAnswered);
    }

    private static Write answered(Write write, Write.Answer answer) {
        return new Write(
                write.number(),
                write.client(),
                write.tenant(),
                write.requestId(),
                write.key(),
                write.kind(),
                write.changes(),
                answer);
    }

    private static Write.Answer answered(
            Write.Answer answer, String code, @Nullable String operation, boolean replayed) {
        return new Write.Answer(
                answer.status(),
                code,
                answer.fate(),
                operation,
                answer.position(),
                replayed,
                answer.effects(),
                answer.rows());
    }

    private static Write.Answer refused(Write.Answer answer, String operation) {
        return new Write.Answer(
                409, "revision_mismatch", Write.Fate.REFUSED, operation, answer.position(), true, List.of(), List.of());
    }

    private static History writes(History history, List<Write> writes) {
        return new History(writes, history.reads(), history.watches(), history.views(), history.topics());
    }

    private static List<Row> viewOf(History history, String tenant) {
        return history.views().getOrDefault(tenant, List.of());
    }

    private static Write.Answer seen(History history, Write.Kind kind) {
        return history.writes().stream()
                .filter(write -> write.kind() == kind)
                .map(Write::answer)
                .filter(answer -> answer != null && answer.fate() == Write.Fate.DONE)
                .findFirst()
                .orElseThrow();
    }

    private static LoggedEvent last(List<LoggedEvent> events, String kind) {
        return events.stream()
                .filter(event -> event.kind().equals(kind))
                .toList()
                .getLast();
    }

    private static long end(List<LoggedEvent> events, String tenant) {
        return events.stream()
                .filter(event -> event.tenant().equals(tenant))
                .mapToLong(LoggedEvent::sequence)
                .max()
                .orElse(0);
    }

    private static LoggedEvent asked(LoggedEvent event, String tenant, String requestId) {
        return new LoggedEvent(
                event.place(),
                tenant,
                event.eventId(),
                event.deployment(),
                event.revision(),
                event.sequence(),
                event.operation(),
                requestId,
                event.batch(),
                event.kind(),
                event.content());
    }

    private static LoggedEvent labelled(LoggedEvent event, String label) {
        Content content = event.content();
        SortedMap<String, String> spec = new TreeMap<>(Objects.requireNonNull(content.spec()));
        spec.put(Row.LABEL, label);
        return new LoggedEvent(
                event.place(),
                event.tenant(),
                event.eventId(),
                event.deployment(),
                event.revision(),
                event.sequence(),
                event.operation(),
                event.requestId(),
                event.batch(),
                event.kind(),
                new Content(
                        content.name(),
                        spec,
                        content.status(),
                        content.reason(),
                        content.generation(),
                        content.observedGeneration(),
                        content.time()));
    }

    private static Row withRevision(Row row, long revision) {
        return new Row(
                row.deployment(),
                row.name(),
                row.spec(),
                row.status(),
                row.reason(),
                revision,
                row.generation(),
                row.observedGeneration(),
                row.createdAt(),
                row.updatedAt());
    }

    private static Read read(Read read, long minPosition, long position, List<Row> rows) {
        return new Read(
                read.number(),
                read.client(),
                read.tenant(),
                read.sentNanos(),
                read.doneNanos(),
                read.deployment(),
                minPosition,
                position,
                rows,
                read.whole());
    }

    private static History log(History history, Change<List<LoggedEvent>> change) {
        List<LoggedEvent> events = new ArrayList<>(history.topics().events());
        change.apply(events);
        return topics(
                history,
                new Topics(events, history.topics().outcomes(), history.topics().snapshots()));
    }

    private static History topics(History history, Topics topics) {
        return new History(history.writes(), history.reads(), history.watches(), history.views(), topics);
    }

    private static History reads(History history, Change<List<Read>> change) {
        List<Read> reads = new ArrayList<>(history.reads());
        change.apply(reads);
        return new History(history.writes(), reads, history.watches(), history.views(), history.topics());
    }

    private static History watch(History history, Change<List<Watch.Message>> change) {
        List<Watch> watches = new ArrayList<>(history.watches());
        Watch watch = watches.removeFirst();
        List<Watch.Message> messages = new ArrayList<>(watch.messages());
        change.apply(messages);
        watches.add(new Watch(watch.client(), watch.tenant(), messages));
        return new History(history.writes(), history.reads(), watches, history.views(), history.topics());
    }

    private static History view(History history, Change<List<Row>> change) {
        Map<String, List<Row>> views = new LinkedHashMap<>(history.views());
        List<Row> rows = new ArrayList<>(viewOf(history, "red"));
        change.apply(rows);
        views.put("red", rows);
        return new History(history.writes(), history.reads(), history.watches(), views, history.topics());
    }

    private static History snapshots(History history, Change<Map<String, Row>> change) {
        Map<String, Row> snapshots = new LinkedHashMap<>(history.topics().snapshots());
        change.apply(snapshots);
        return topics(
                history, new Topics(history.topics().events(), history.topics().outcomes(), snapshots));
    }
}
