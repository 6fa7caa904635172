package ai.rios.runtime.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/** Files of {@code key=value} lines that people name. Stateless. */
public final class SettingsFile {
    private SettingsFile() {}

    /**
     * What {@code path} says.
     *
     * @param what what the file is to the person who named it, the beginning of the sentence of a refusal
     * @throws SettingsException when it cannot be read
     */
    public static Properties read(String what, Path path) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
            return properties;
        } catch (NoSuchFileException missing) {
            throw new SettingsException(what + " cannot be read: there is no such file");
        } catch (IOException | IllegalArgumentException failure) {
            throw new SettingsException(what + " cannot be read: " + failure.getMessage());
        }
    }
}
