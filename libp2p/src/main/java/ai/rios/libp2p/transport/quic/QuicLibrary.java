package ai.rios.libp2p.transport.quic;

/** Whether Netty is there, which this class does without. Stateless. */
public final class QuicLibrary {
    private QuicLibrary() {}

    /** Whether this program can speak QUIC: Netty is there, with the native library of this machine. */
    public static boolean isAvailable() {
        try {
            require();
        } catch (IllegalStateException absent) {
            return false;
        }
        return QuicTransport.isAvailable();
    }

    /**
     * Refuses to go on without it; to be called before anything else of this package is.
     *
     * @throws IllegalStateException when Netty's QUIC is not on the class path
     */
    public static void require() {
        try {
            Class.forName("io.netty.handler.codec.quic.Quic", false, QuicLibrary.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(
                    "QUIC takes io.netty:netty-codec-classes-quic and netty-codec-native-quic of this machine on the"
                            + " class path",
                    absent);
        }
    }
}
