package ai.rios.libp2p.kad;

import ai.rios.libp2p.MalformedException;
import java.util.Arrays;
import java.util.List;

/**
 * A request, or the answer to one of the same type. Immutable.
 *
 * @param type what is asked
 * @param key what for
 * @param closer peers that are nearer to the key, the nearest first
 * @param providers peers that provide what the key names
 */
record Message(Type type, Key key, List<KadPeer> closer, List<KadPeer> providers) {
    /** What is asked. */
    enum Type {
        /** Store a value. */
        PUT_VALUE(0),
        /** Give a value. */
        GET_VALUE(1),
        /** Remember that the sender provides what the key names; there is no answer. */
        ADD_PROVIDER(2),
        /** Tell who provides what the key names. */
        GET_PROVIDERS(3),
        /** Tell which peers are near the key. */
        FIND_NODE(4),
        /** Answer. */
        PING(5);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** Its number on the wire. */
        int code() {
            return code;
        }

        static Type of(long code) {
            return Arrays.stream(values())
                    .filter(type -> type.code == code)
                    .findFirst()
                    .orElseThrow(() -> new MalformedException("no message is of type " + Long.toUnsignedString(code)));
        }
    }

    Message {
        closer = List.copyOf(closer);
        providers = List.copyOf(providers);
    }

    /** A request with nothing but its key. */
    static Message asking(Type type, Key key) {
        return new Message(type, key, List.of(), List.of());
    }
}
