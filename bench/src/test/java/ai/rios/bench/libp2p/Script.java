package ai.rios.bench.libp2p;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A program in the place of a peer, written by a test. Stateless. */
public final class Script {
    private Script() {}

    /** Writes a script of the shell, and the folder that it is in. */
    public static void write(Path file, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("#!/bin/sh"));
        all.addAll(List.of(lines));
        Files.createDirectories(file.getParent());
        Files.write(file, all);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** A peer that listens nowhere, and says of every turn of an echo that it took so long. */
    public static void writeEcho(Path file, int p50Micros) throws IOException {
        write(
                file,
                "case \"$*\" in",
                "  *listen*) echo '{\"event\":\"listening\",\"addrs\":[\"/here\"]}'; read line ;;",
                "  *--by-line*--to*/here)",
                "    while read line; do",
                "      echo '{\"event\":\"echo\",\"frames\":10,\"seconds\":0.1,\"p50us\":%d}'".formatted(p50Micros),
                "    done ;;",
                "  *) echo '{\"event\":\"error\",\"message\":\"not understood\"}' ;;",
                "esac");
    }
}
