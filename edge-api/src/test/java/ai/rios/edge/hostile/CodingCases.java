package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.post;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Bodies under gzip and Brotli that unpack to far more than they are, or to nothing. */
final class CodingCases {
    private static final byte[] GOOD = "{\"name\":\"a\",\"image\":\"b\",\"x\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int MIB = 1 << 20;
    private static final String TOO_LARGE = "413 payload_too_large, open";
    private static final String DAMAGED = "400 invalid_request (body: is not what Content-Encoding says), open";

    private final Rows rows = new Rows(Group.CODINGS, Rule.TOO_LARGE);

    private CodingCases() {}

    static List<HostileCase> all() {
        CodingCases cases = new CodingCases();
        cases.bombs();
        cases.rows.by(Rule.EVERY_FIELD);
        cases.damaged();
        cases.rows.by(Rule.MEDIA_TYPES);
        cases.unknown();
        return cases.rows.all();
    }

    private void row(String name, String answer, String coding, Supplier<byte[]> maker) {
        Once body = new Once(maker);
        rows.add(name, answer, world -> {
            if (coding.equals("br")) {
                assumeThat(Brotli4jLoader.isAvailable())
                        .as("Brotli's native library")
                        .isTrue();
            }
            return world.exchange(post("/v1/deployments")
                    .bearer(world.token())
                    .line("Content-Encoding: " + coding)
                    .body(body.get())
                    .bytes());
        });
    }

    /** Made when it is first wanted, and kept: packing takes far longer than sending. Thread-safe. */
    private static final class Once {
        private final Supplier<byte[]> maker;
        private byte @Nullable [] made;

        private Once(Supplier<byte[]> maker) {
            this.maker = maker;
        }

        private synchronized byte[] get() {
            byte[] known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }

    private void bombs() {
        row("gzip of 64 MiB of spaces", TOO_LARGE, "gzip", () -> gzip(64, GOOD));
        row("x-gzip of 64 MiB of spaces", TOO_LARGE, "x-gzip", () -> gzip(64, GOOD));
        row("gzip of a byte more than a body may have", TOO_LARGE, "gzip", () -> gzip(padded(MIB + 1)));
        row("gzip in 700 parts of a mebibyte each", TOO_LARGE, "gzip", () -> repeated(gzip(1, new byte[0]), 700));
        row("Brotli of 64 MiB of spaces", TOO_LARGE, "br", () -> brotli(64, GOOD));
        row("Brotli of a byte more than a body may have", TOO_LARGE, "br", () -> brotli(padded(MIB + 1)));
        Once packed = new Once(() -> gzip(64, GOOD));
        rows.send(
                "gzip of 64 MiB in chunks",
                TOO_LARGE,
                world -> post("/v1/deployments")
                        .bearer(world.token())
                        .line("Content-Encoding: gzip")
                        .line("Transfer-Encoding: chunked")
                        .add("\r\n" + Integer.toHexString(packed.get().length) + "\r\n")
                        .add(packed.get())
                        .then("0\r\n\r\n"));
        row(
                "gzip of gzip of 64 MiB",
                "400 invalid_request (body: must be UTF-8), open",
                "gzip",
                () -> gzip(gzip(64, GOOD)));
        row(
                "gzip of 500,000 arrays in one another",
                "400 invalid_request (body: must not nest deeper than 16 levels), open",
                "gzip",
                () -> gzip("[".repeat(500_000).getBytes(StandardCharsets.US_ASCII)));
    }

    private void damaged() {
        byte[] gzip = gzip(GOOD);
        row("no gzip", DAMAGED, "gzip", () -> GOOD);
        row("nothing as gzip", "400 invalid_request (body: must not be empty), open", "gzip", () -> new byte[0]);
        row("gzip cut off in its head", DAMAGED, "gzip", () -> Arrays.copyOf(gzip, 6));
        row("gzip cut off in its data", DAMAGED, "gzip", () -> Arrays.copyOf(gzip, gzip.length - 12));
        row("gzip without its end", DAMAGED, "gzip", () -> Arrays.copyOf(gzip, gzip.length - 8));
        row("gzip with another sum", DAMAGED, "gzip", () -> flipped(gzip, gzip.length - 8));
        row("gzip with another length", DAMAGED, "gzip", () -> flipped(gzip, gzip.length - 4));
        row(
                "gzip with a flag that is none",
                "400 invalid_request (x: is unknown), open",
                "gzip",
                () -> with(gzip, 3, 0xE0));
        row("gzip with another method", DAMAGED, "gzip", () -> with(gzip, 2, 9));
        row(
                "gzip with a name of 900,000 bytes",
                "400 invalid_request (x: is unknown), open",
                "gzip",
                () -> named(gzip, 900_000));
        row("gzip with a name that does not end", DAMAGED, "gzip", () -> Arrays.copyOf(named(gzip, 900_000), 800_000));
        row(
                "gzip with other bytes behind it",
                "400 invalid_request (x: is unknown), open",
                "gzip",
                () -> joined(gzip, "more".getBytes(StandardCharsets.US_ASCII)));
        row("no Brotli", DAMAGED, "br", () -> GOOD);
        row("nothing as Brotli", "400 invalid_request (body: must not be empty), open", "br", () -> new byte[0]);
        row("Brotli cut off", DAMAGED, "br", () -> Arrays.copyOf(brotli(GOOD), 12));
        row(
                "Brotli with other bytes behind it",
                "400 invalid_request (body: is not what Content-Encoding says), open",
                "br",
                () -> joined(brotli(GOOD), "more".getBytes(StandardCharsets.US_ASCII)));
        row("Brotli with a window of 1 GiB", DAMAGED, "br", () -> joined(new byte[] {0x11, 0x1E}, brotli(GOOD)));
        row("gzip as Brotli", DAMAGED, "br", () -> gzip);
        row("Brotli as gzip", DAMAGED, "gzip", () -> brotli(GOOD));
    }

    private void unknown() {
        for (String coding : List.of(
                "zstd",
                "deflate",
                "compress",
                "gzip, gzip",
                "gzip, br",
                "gzip, identity",
                "chunked",
                "gzip;q=1",
                "*",
                "gzip\r\nContent-Encoding: gzip")) {
            row(
                    "Content-Encoding: " + coding.replace("\r\nContent-Encoding:", ", and on another line"),
                    "415 unsupported_media_type, open",
                    coding,
                    () -> gzip(GOOD));
        }
    }

    private static byte[] padded(int length) {
        byte[] padded = Arrays.copyOf(GOOD, length);
        Arrays.fill(padded, GOOD.length, length, (byte) ' ');
        return padded;
    }

    private interface Packer {
        OutputStream over(OutputStream packed) throws IOException;
    }

    private static byte[] gzip(byte[] plain) {
        return gzip(0, plain);
    }

    private static byte[] gzip(int mebibytes, byte[] rest) {
        return packed(GZIPOutputStream::new, mebibytes, rest);
    }

    private static byte[] brotli(byte[] plain) {
        return brotli(0, plain);
    }

    private static byte[] brotli(int mebibytes, byte[] rest) {
        return packed(packed -> new BrotliOutputStream(packed, Encoder.Parameters.create(1)), mebibytes, rest);
    }

    /** So many mebibytes of spaces before the rest. */
    private static byte[] packed(Packer packer, int mebibytes, byte[] rest) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] spaces = new byte[MIB];
        Arrays.fill(spaces, (byte) ' ');
        try (OutputStream out = packer.over(packed)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(spaces);
            }
            out.write(rest);
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory", e);
        }
        return packed.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        return with(bytes, at, bytes[at] ^ 1);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** With a file's name in its head, which ends with a zero byte. */
    private static byte[] named(byte[] gzip, int length) {
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.write(with(gzip, 3, 0x08), 0, 10);
        named.writeBytes("a".repeat(length).getBytes(StandardCharsets.US_ASCII));
        named.write(0);
        named.write(gzip, 10, gzip.length - 10);
        return named.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            repeated.writeBytes(bytes);
        }
        return repeated.toByteArray();
    }
}
