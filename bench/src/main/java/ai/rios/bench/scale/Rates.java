package ai.rios.bench.scale;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.load.Due;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code rates}: processor time of a command at low, middle and full load, of 16 tenants and of one, whose commands are decided one after
 * another; and where it goes.
 */
final class Rates implements FigureGroup {
    private static final int TENANTS = 16;
    private static final int CONNECTIONS = 256;
    private static final int CREATED = 201;
    private static final String FULL = "POST, closed loop 256 in flight";
    private static final Duration IDLE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public String summary() {
        return "CPU per command at 10/s, 500/s and full load, what one tenant reaches, and a profile";
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        try (SplitStack stack = run.start("rates")) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "rates", TENANTS);
            List<Subject> subjects = List.of(
                    subject(run, stack, TENANTS + " tenants", tenants, "m"),
                    subject(run, stack, "1 tenant", tenants.subList(0, 1), "o"));
            List<Cell> cells = new Comparison(subjects, CREATED, run.progress())
                    .run(
                            offers(run.options().length()),
                            CONNECTIONS,
                            run.options().rounds(),
                            new Load.Closed(64, run.options().warmUp()));
            found.cells(cells);
            found.figure(new Figure(
                    "commands a second at full load of one tenant, against " + TENANTS,
                    "1/s",
                    perSecond(cells, subjects.getLast()),
                    perSecond(cells, subjects.getFirst())));
            found.note(idle(stack));
            profile(run, stack, subjects.getFirst(), found);
        }
        return found;
    }

    private static List<Double> perSecond(List<Cell> cells, Subject subject) {
        return Subject.cell(cells, FULL, subject.name()).runs().stream()
                .map(Run::perSecond)
                .toList();
    }

    private static List<Offer> offers(Duration length) {
        return List.of(
                new Offer("POST, open loop 10/s", new Load.Open(10, length)),
                new Offer("POST, open loop 500/s", new Load.Open(500, length)),
                new Offer(FULL, new Load.Closed(CONNECTIONS, length)));
    }

    private static Subject subject(
            ScaleRun run, SplitStack stack, String name, List<Tenant> tenants, String namePrefix) {
        return new Subject(
                name,
                ScaleRun.address(stack),
                ScaleRun.pids(stack),
                new CreateRequests("127.0.0.1", tenants, namePrefix + run.id()));
    }

    /** What the processes take while nobody asks for anything is in the CPU time of a command, the more the fewer there are. */
    private static String idle(SplitStack stack) {
        CpuMeter meter = new CpuMeter(stack.pids());
        Due.await(System.nanoTime() + IDLE.toNanos());
        StringBuilder text = new StringBuilder("Idle, the processes take of one core:");
        meter.micros()
                .forEach((name, micros) ->
                        text.append(String.format(Locale.ROOT, " %s %.1f %%,", name, micros / IDLE.toMillis() / 10)));
        return text.append(" which is part of the CPU time of a command at any rate.")
                .toString();
    }

    private static void profile(ScaleRun run, SplitStack stack, Subject subject, Findings found) {
        Map<String, Long> pids = new LinkedHashMap<>(stack.pids());
        // Not a JVM's work for commands: the supervisor, and the registry, which answers once a process.
        pids.remove("stack");
        pids.remove("registry");
        run.tell("profiling %s at full load", pids.keySet());
        Profile profile;
        try (LoadGenerator generator = LoadGenerator.to(subject.address(), CONNECTIONS)) {
            profile = Profile.take(
                    pids,
                    run.out().resolve("scale-rates"),
                    () -> generator.run(
                            new Load.Closed(CONNECTIONS, run.options().length()), subject.source(), CREATED));
        }
        profile.lines().forEach(found::note);
    }
}
