package ai.rios.libp2p.kad;

import ai.rios.libp2p.io.Timers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Describes a node of a Kademlia network and starts it. Whatever is not said has a default. Confined to one thread. */
public final class KademliaBuilder {
    private static final int LONGEST_PREFIX = 100;

    /** What is below a node of a protocol. */
    private final Function<String, Network> network;

    private String prefix = "/rios";
    private Mode mode = Mode.SERVER;
    private KadLimits limits = KadLimits.DEFAULTS;
    private Optional<Path> folder = Optional.empty();
    private Optional<Timers> timers = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private Random random = new SecureRandom();

    KademliaBuilder(Function<String, Network> network) {
        this.network = network;
    }

    /**
     * Which network it is of; {@code /rios} where this is not said, which speaks {@code /rios/kad/1.0.0}. {@code /ipfs} is
     * the public one, and is not for private content.
     *
     * @throws IllegalArgumentException when it does not begin with a slash, ends with one, or is longer than 100 characters
     */
    public KademliaBuilder prefix(String text) {
        if (!text.startsWith("/") || text.endsWith("/") || text.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException("a prefix begins with a slash and has no slash at its end, and has "
                    + LONGEST_PREFIX + " characters at most: \"" + text + "\"");
        }
        prefix = text;
        return this;
    }

    /** What it does for others; {@link Mode#SERVER} where this is not said. */
    public KademliaBuilder mode(Mode what) {
        mode = what;
        return this;
    }

    /** What it holds at most. */
    public KademliaBuilder limits(KadLimits most) {
        limits = most;
        return this;
    }

    /**
     * Where records of providers outlive the process: the file {@code providers} in this folder, which is made where it is
     * not there. No other node uses the same folder. Without a folder they end with the process.
     */
    public KademliaBuilder records(Path where) {
        folder = Optional.of(where);
        return this;
    }

    /** Time for timeouts and all that is done from time to time; the machine's where this is not said. */
    public KademliaBuilder timers(Timers time) {
        timers = Optional.of(time);
        return this;
    }

    /** The calendar's time, by which saved records end. */
    public KademliaBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** What is drawn by lot: keys for refreshing, and when records are told anew. */
    public KademliaBuilder random(Random source) {
        random = source;
        return this;
    }

    /**
     * Starts it. The host goes on when the node is closed; close the node first.
     *
     * @throws IOException when the folder's file is there and cannot be read
     */
    public Kademlia start() throws IOException {
        String protocol = prefix + "/kad/1.0.0";
        return Kademlia.start(this, network.apply(protocol), protocol);
    }

    Mode mode() {
        return mode;
    }

    KadLimits limits() {
        return limits;
    }

    Optional<Path> folder() {
        return folder;
    }

    Optional<Timers> timers() {
        return timers;
    }

    InstantSource clock() {
        return clock;
    }

    Random random() {
        return random;
    }
}
