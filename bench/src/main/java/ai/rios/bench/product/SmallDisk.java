package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file system in memory under a folder, with what was in the folder: so a disk can be full without filling the machine's. Mounting
 * needs root. Confined to one thread at a time.
 */
public final class SmallDisk {
    private static final String BALLAST = "ballast";
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path folder;

    /** What was in the folder, as it was before. */
    private final Path aside;

    private SmallDisk(Path folder, Path aside) {
        this.folder = folder;
        this.aside = aside;
    }

    /** Why none can be made here, in a sentence; empty where one can. */
    public static Optional<String> obstacle() {
        try {
            Path probe = Files.createTempDirectory("rios-disk-");
            try {
                int mounted = Tool.status("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString());
                if (mounted != 0) {
                    return Optional.of("a small disk cannot be mounted here; that needs root on Linux");
                }
                Tool.run("umount", probe.toString());
                return Optional.empty();
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot make a folder to mount a disk on", e);
        }
    }

    /**
     * Mounts one on a folder that nobody uses, with what is in it.
     *
     * @param freeMebibytes what is free on it
     */
    static SmallDisk under(Path folder, int freeMebibytes) {
        Path aside = folder.resolveSibling(folder.getFileName() + ".aside");
        String used = Tool.run("du", "-sk", folder.toString());
        long usedKibibytes = Long.parseLong(used.substring(0, used.indexOf('\t')));
        try {
            Files.move(folder, aside);
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new BenchException("Cannot move " + folder + " aside", e);
        }
        SmallDisk disk = new SmallDisk(folder, aside);
        boolean isMade = false;
        try {
            String size = "size=" + (usedKibibytes + freeMebibytes * 1024L) + "k";
            Tool.run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
            FolderCopy.make(aside, folder);
            isMade = true;
            return disk;
        } finally {
            if (!isMade) {
                disk.drop();
            }
        }
    }

    /** Writes until it takes no more. */
    void fill() {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw new BenchException("Cannot fill " + folder, full);
            }
        }
    }

    /** Gives back what filled it. */
    void makeRoom() {
        try {
            Files.deleteIfExists(folder.resolve(BALLAST));
        } catch (IOException e) {
            throw new BenchException("Cannot make room on " + folder, e);
        }
    }

    /** Puts the folder back on the disk where it was, with what is in it now; nobody uses it meanwhile. */
    void moveBack() {
        Path now = folder.resolveSibling(folder.getFileName() + ".now");
        FolderCopy.make(folder, now);
        FolderCopy.delete(aside);
        unmount();
        try {
            Files.move(now, folder);
        } catch (IOException e) {
            throw new BenchException("Cannot put " + folder + " back", e);
        }
    }

    /** Puts the folder back as it was before. */
    void drop() {
        unmount();
        try {
            Files.move(aside, folder);
        } catch (IOException e) {
            throw new BenchException("Cannot put " + folder + " back", e);
        }
    }

    /** Also where something still has files of it open. */
    private void unmount() {
        Tool.status("umount", "-l", folder.toString());
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new BenchException("Cannot unmount " + folder, e);
        }
    }
}
