package ai.rios.standalone.backup;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one backup.
 *
 * <pre>
 * manifest.json         what there is, each file with its length and SHA-256
 * manifest.sha256       of manifest.json
 * topics/NAME/PARTITION records
 * keys/NAME             secrets, as in the data folder
 * </pre>
 *
 * <p>Immutable.
 */
record BackupFolder(Path path) {
    static final int FORMAT = 1;

    private static final String MANIFEST = "manifest.json";
    private static final String CHECKSUM = "manifest.sha256";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The records of a partition. */
    Path records(String topic, int partition) {
        return path.resolve("topics").resolve(topic).resolve(Integer.toString(partition));
    }

    Path key(String name) {
        return path.resolve("keys").resolve(name);
    }

    /** The last step of making it. */
    void write(Manifest manifest) throws IOException {
        OwnersFiles.write(path.resolve(MANIFEST), JSON.writeValueAsString(manifest) + "\n");
        OwnersFiles.write(path.resolve(CHECKSUM), Checksums.of(path.resolve(MANIFEST)) + "\n");
    }

    /**
     * Reads every byte of it.
     *
     * @throws StandaloneException naming the file and what is wrong with it
     */
    Manifest verified() {
        Path file = path.resolve(MANIFEST);
        if (!Files.isDirectory(path)) {
            throw new StandaloneException("There is no backup " + path + ".");
        }
        if (!Files.exists(file)) {
            throw new StandaloneException(
                    "The folder " + path + " is not a backup, or one that was broken off: it has no " + MANIFEST + ".");
        }
        try {
            requireSame(file, Files.size(file), checksumOfManifest());
            JsonNode text = JSON.readTree(file.toFile());
            int format = text.path("format").asInt();
            if (format > FORMAT) {
                throw new StandaloneException("The backup " + path + " was made by a newer version (format " + format
                        + ", this version reads up to " + FORMAT + "); restore it with that version.");
            }
            Manifest manifest = JSON.treeToValue(text, Manifest.class);
            verify(manifest);
            return manifest;
        } catch (JsonProcessingException failure) {
            throw damaged(file, "it is not what a manifest is: " + failure.getOriginalMessage());
        } catch (IOException failure) {
            throw new StandaloneException("The backup " + path + " cannot be read: " + failure + ".", failure);
        }
    }

    private String checksumOfManifest() throws IOException {
        Path file = path.resolve(CHECKSUM);
        if (!Files.exists(file)) {
            throw damaged(file, "it is missing");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-9a-f]{64}\n")) {
            throw damaged(file, "it is no checksum");
        }
        return text.strip();
    }

    private void verify(Manifest manifest) throws IOException {
        Set<Path> known = new HashSet<>(Set.of(path.resolve(MANIFEST), path.resolve(CHECKSUM)));
        for (Manifest.Topic topic : manifest.topics()) {
            for (Manifest.Part part : topic.parts()) {
                Path file = records(topic.name(), part.partition());
                requireSame(file, part.bytes(), part.sha256());
                known.add(file);
            }
        }
        for (Manifest.KeyFile key : manifest.keys()) {
            requireSame(key(key.name()), key.bytes(), key.sha256());
            known.add(key(key.name()));
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.filter(file -> !Files.isDirectory(file) && !known.contains(file))
                    .findFirst()
                    .ifPresent(stranger -> {
                        throw damaged(stranger, "the manifest does not name it");
                    });
        }
    }

    private static void requireSame(Path file, long bytes, String sha256) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw damaged(file, "it is missing");
        }
        long size = Files.size(file);
        if (size != bytes) {
            throw damaged(file, "it has " + size + " bytes where " + bytes + " were written");
        }
        if (!Checksums.of(file).equals(sha256)) {
            throw damaged(file, "its checksum does not match");
        }
    }

    static StandaloneException damaged(Path file, String why) {
        return new StandaloneException("The backup is damaged: " + file + ": " + why + "; nothing was restored.");
    }
}
