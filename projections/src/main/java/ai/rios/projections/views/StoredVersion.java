package ai.rios.projections.views;

/** The version byte in front of a value that a view keeps. */
final class StoredVersion {
    private StoredVersion() {}

    static void require(byte found, byte known, String what) {
        if (found != known) {
            throw new IllegalStateException(what + " was stored by another build: version " + found
                    + ", this one knows " + known + "; a rebuild makes it anew");
        }
    }
}
