package ai.rios.standalone.stack;

import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.FreePorts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The loopback ports of one stack. Immutable. */
public record StackPorts(int http, int kafka, int registry) {
    /** The same, with a free one in place of each 0; refuses as {@link #requireFree}. */
    StackPorts resolve() {
        requireFree();
        return new StackPorts(chosen(http), chosen(kafka), chosen(registry));
    }

    private static int chosen(int wanted) {
        return wanted == 0 ? FreePorts.pick() : wanted;
    }

    /**
     * Refuses ports that something else listens on.
     *
     * @throws StandaloneException names all of them and the options that choose others
     */
    public void requireFree() {
        Map<String, Integer> taken = new LinkedHashMap<>();
        taken.put("--port", http);
        taken.put("--kafka-port", kafka);
        taken.put("--registry-port", registry);
        taken.values().removeIf(port -> port == 0 || FreePorts.isFree(port));
        if (taken.isEmpty()) {
            return;
        }
        boolean one = taken.size() == 1;
        String ports = taken.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String options = taken.keySet().stream().map(option -> option + " 0").collect(Collectors.joining(" "));
        throw new StandaloneException((one ? "Port " : "Ports ") + ports + (one ? " is" : " are")
                + " in use; choose " + (one ? "another" : "others") + " with " + options
                + " (0: any free one) or stop what listens there.");
    }
}
