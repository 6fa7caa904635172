package ai.rios.standalone.backup;

import java.util.List;
import java.util.Map;

/**
 * What a backup holds: the text of its {@code manifest.json}. Immutable.
 *
 * @param format of the backup, see {@link BackupFolder}
 * @param version of the build that made it
 * @param made when, RFC 3339
 * @param partitions of what is keyed by tenant
 * @param topics with the records that are kept of them
 * @param keys files of the stack's secrets
 */
record Manifest(int format, String version, String made, int partitions, List<Topic> topics, List<KeyFile> keys) {
    Manifest {
        topics = List.copyOf(topics);
        keys = List.copyOf(keys);
    }

    /**
     * One topic.
     *
     * @param partitions that it has
     * @param config its settings where they are not the broker's
     * @param parts partitions of which there are records
     */
    record Topic(String name, int partitions, Map<String, String> config, List<Part> parts) {
        Topic {
            requirePlain(name);
            config = Map.copyOf(config);
            parts = List.copyOf(parts);
        }
    }

    /**
     * The records of one partition.
     *
     * @param endOffset of the partition when it was read; what stood there or later is not in the backup
     */
    record Part(int partition, long endOffset, long records, long bytes, String sha256) {}

    /** A file of {@code keys/}. */
    record KeyFile(String name, long bytes, String sha256) {
        KeyFile {
            requirePlain(name);
        }
    }

    /** Names become those of files, and must not lead elsewhere. */
    private static void requirePlain(String name) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a topic or key");
        }
    }

    /** The topic, or one without records where the backup has none of that name. */
    Topic topic(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElse(new Topic(name, partitions, Map.of(), List.of()));
    }

    /** Bytes of all files but the manifest's own. */
    long bytes() {
        return topics.stream()
                        .flatMap(topic -> topic.parts().stream())
                        .mapToLong(Part::bytes)
                        .sum()
                + keys.stream().mapToLong(KeyFile::bytes).sum();
    }
}
