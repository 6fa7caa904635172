package ai.rios.bench.scale;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.RequestSource;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code payloads}: creations of growing size up to the limits, at a low rate: a deployment near its 64 KiB, and batches of 100 near the
 * request's 1 MiB.
 */
final class Payloads implements FigureGroup {
    private static final int TENANTS = 16;
    private static final int CONNECTIONS = 16;
    private static final int SINGLES = 20;
    private static final int BATCHES = 2;
    private static final int ITEMS = 100;

    /** Bytes of environment in a creation; the largest leaves room in 64 KiB for all else. */
    private static final List<Integer> SIZES = List.of(0, 16_384, 61_440);

    /** The same of an item of a batch; the largest leaves room in 1 MiB for all else. */
    private static final List<Integer> ITEM_SIZES = List.of(0, 9_216);

    /** What one variable of the environment may hold, at most. */
    private static final int VARIABLE = 4_096;

    @Override
    public String name() {
        return "payloads";
    }

    @Override
    public String summary() {
        return "POST of growing size, and batches of 100, up to the limits";
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        try (SplitStack stack = run.start("payloads")) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "payloads", TENANTS);
            List<Subject> singles = new ArrayList<>();
            for (int bytes : SIZES) {
                singles.add(subject(stack, new Creations(tenants, "p" + run.id() + bytes, bytes)));
            }
            compare(found, run, "POST, open loop " + SINGLES + "/s", singles, 201, SINGLES);
            List<Subject> batches = new ArrayList<>();
            for (int bytes : ITEM_SIZES) {
                batches.add(subject(stack, new BatchCreations(tenants, "b" + run.id() + bytes, bytes)));
            }
            compare(found, run, "batch of " + ITEMS + ", open loop " + BATCHES + "/s", batches, 200, BATCHES);
        }
        return found;
    }

    private static void compare(
            Findings found, ScaleRun run, String load, List<Subject> subjects, int wanted, int perSecond) {
        List<Cell> cells = new Comparison(subjects, wanted, run.progress())
                .run(
                        List.of(new Offer(
                                load, new Load.Open(perSecond, run.options().length()))),
                        CONNECTIONS,
                        run.options().rounds(),
                        new Load.Open(perSecond, run.options().warmUp().dividedBy(subjects.size())));
        found.cells(cells);
        long refused = cells.stream().mapToLong(Cell::failed).sum();
        found.atMost(load + ": requests refused, of any size", 0, (double) refused);
    }

    private static Subject subject(SplitStack stack, Sized requests) {
        String size = String.format(Locale.ROOT, "%,d bytes", requests.bodyBytes());
        return new Subject(size, ScaleRun.address(stack), ScaleRun.pids(stack), requests);
    }

    /** A deployment that is {@code bytes} larger than an empty one. */
    static ObjectNode deployment(String name, int bytes) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("name", name).put("image", "registry.example.org/shop/checkout:1.24.3");
        spec.putObject("resources").put("cpu", 2).put("memory", 2_048);
        ObjectNode env = spec.putObject("env");
        for (int at = 0; at < bytes; at += VARIABLE) {
            env.put("V" + at / VARIABLE, "x".repeat(Math.min(VARIABLE, bytes - at)));
        }
        return spec;
    }

    /** Requests of one size, by turns for each tenant. Confined to one thread. */
    private abstract static class Sized implements RequestSource {
        private final List<Tenant> tenants;
        private final String path;
        private int made;

        Sized(List<Tenant> tenants, String path) {
            this.tenants = tenants;
            this.path = path;
        }

        abstract String body(int number);

        /** Bytes of a body whose number has one digit. */
        int bodyBytes() {
            return body(0).length();
        }

        @Override
        public ByteBuffer next() {
            String body = body(made);
            Tenant tenant = tenants.get(made % tenants.size());
            made++;
            // The body is ASCII: its characters are its bytes.
            return ByteBuffer.wrap(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                            + tenant.token()
                            + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final class Creations extends Sized {
        private final String namePrefix;
        private final int bytes;

        Creations(List<Tenant> tenants, String namePrefix, int bytes) {
            super(tenants, "/v1/deployments");
            this.namePrefix = namePrefix;
            this.bytes = bytes;
        }

        @Override
        String body(int number) {
            return deployment(namePrefix + '-' + number, bytes).toString();
        }
    }

    private static final class BatchCreations extends Sized {
        private final String namePrefix;
        private final int bytes;

        BatchCreations(List<Tenant> tenants, String namePrefix, int bytes) {
            super(tenants, "/v1/batch");
            this.namePrefix = namePrefix;
            this.bytes = bytes;
        }

        @Override
        String body(int number) {
            return batch(namePrefix + '-' + number, bytes);
        }
    }

    /** A batch that creates {@value #ITEMS} deployments, each {@code bytes} larger than an empty one. */
    static String batch(String namePrefix, int bytes) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("batch");
        for (int item = 0; item < ITEMS; item++) {
            items.addObject()
                    .put("op", "create")
                    .put("path", "/deployments")
                    .set("body", deployment(namePrefix + '-' + item, bytes));
        }
        return body.toString();
    }
}
