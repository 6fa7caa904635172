package ai.rios.libp2p.transport.quic;

import java.util.List;

/** Whether Netty is there, which this class does without. Stateless. */
public final class QuicLibrary {
    /** One of each part that is needed everywhere. */
    private static final List<String> CLASSES =
            List.of("io.netty.handler.codec.quic.Quic", "io.netty.channel.epoll.Epoll");

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
            for (String name : CLASSES) {
                Class.forName(name, false, QuicLibrary.class.getClassLoader());
            }
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(
                    "QUIC takes io.netty:netty-codec-classes-quic, netty-transport-classes-epoll and"
                            + " netty-codec-native-quic of this machine on the class path",
                    absent);
        }
    }
}
