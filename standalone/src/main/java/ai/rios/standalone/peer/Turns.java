package ai.rios.standalone.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** When a load runs: once, or again and again for somebody who warms it up before counting. Confined to one thread. */
@FunctionalInterface
public interface Turns {
    /** One turn, at once. */
    Turns ONCE = Turn::run;

    /** One turn of a load. */
    @FunctionalInterface
    interface Turn {
        /** Runs it to its end. */
        void run() throws IOException;
    }

    /** Takes all turns and returns when there are no more. */
    void take(Turn turn) throws IOException;

    /** A turn for every line of {@code in}, until it ends. What the lines say does not matter. */
    static Turns byLine(InputStream in) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return turn -> {
            while (lines.readLine() != null) {
                turn.run();
            }
        };
    }
}
