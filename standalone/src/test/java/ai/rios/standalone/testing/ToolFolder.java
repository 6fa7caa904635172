package ai.rios.standalone.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A folder under {@code target} with the scripts that a test brings along among its resources, and the packages that they need,
 * installed once for each list of them. Confined to one thread.
 */
public final class ToolFolder {
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final String resources;

    private ToolFolder(Path folder, String resources) {
        this.folder = folder;
        this.resources = resources;
    }

    /**
     * A folder of that name.
     *
     * @param resources folder of the scripts, such as {@code /strangers}
     */
    public static ToolFolder of(String name, String resources) throws IOException {
        return new ToolFolder(Files.createDirectories(Path.of("target", name).toAbsolutePath()), resources);
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Puts a script there. */
    public Path copy(String script) throws IOException {
        Path target = folder.resolve(script);
        try (InputStream in =
                Objects.requireNonNull(ToolFolder.class.getResourceAsStream(resources + '/' + script), script)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    /** The folder of the programs of a Python environment with what {@code requirements.txt} names; skips without Python. */
    public Path python() throws IOException {
        Tool.require("python3");
        if (!isInstalled("requirements.txt")) {
            Tool.run(folder, INSTALL_LIMIT, List.of("python3", "-m", "venv", "venv"));
            Tool.run(folder, INSTALL_LIMIT, List.of("venv/bin/pip", "install", "-q", "-r", "requirements.txt"));
            markInstalled("requirements.txt");
        }
        return folder.resolve("venv/bin");
    }

    /** Installs what {@code package.json} names; skips without Node. */
    public void npm() throws IOException {
        Tool.require("node");
        Tool.require("npm");
        if (!isInstalled("package.json")) {
            Tool.run(
                    folder,
                    INSTALL_LIMIT,
                    List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"));
            markInstalled("package.json");
        }
    }

    private boolean isInstalled(String list) throws IOException {
        copy(list);
        Path installed = folder.resolve(list + ".installed");
        return Files.exists(installed) && Files.readString(installed).equals(Files.readString(folder.resolve(list)));
    }

    private void markInstalled(String list) throws IOException {
        Files.copy(folder.resolve(list), folder.resolve(list + ".installed"), StandardCopyOption.REPLACE_EXISTING);
    }
}
