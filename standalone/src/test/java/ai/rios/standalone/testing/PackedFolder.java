package ai.rios.standalone.testing;

import ai.rios.runtime.files.OwnersFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A folder in a zip file. Stateless. */
public final class PackedFolder {
    private PackedFolder() {}

    /** Packs a folder's files, but for what has one of these names in the folder itself. */
    public static void pack(Path folder, Path file, List<String> without) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file));
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                Path inside = folder.relativize(each);
                if (!without.contains(inside.getName(0).toString())) {
                    out.putNextEntry(new ZipEntry(inside.toString()));
                    Files.copy(each, out);
                }
            }
        }
    }

    /** Unpacks into a folder that is not there; all is its owner's alone. */
    public static void unpack(Path file, Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(entry.getName() + " leads elsewhere");
                }
                OwnersFiles.secure(target);
                try (OutputStream out = Files.newOutputStream(target)) {
                    in.transferTo(out);
                }
            }
        }
    }
}
