package ai.rios.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/** CPU time that several processes take between two moments. Confined to one thread. */
public final class CpuMeter {
    private final Map<String, Long> pids;
    private final Map<String, Long> startMicros = new LinkedHashMap<>();

    /**
     * Starts measuring.
     *
     * @param pids process ids by the name that the figures shall have
     */
    public CpuMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
        pids.forEach((name, pid) -> startMicros.put(name, ProcessFigures.cpuMicros(pid)));
    }

    /** CPU microseconds since the start, by name. */
    public Map<String, Double> micros() {
        Map<String, Double> taken = new LinkedHashMap<>();
        startMicros.forEach((name, start) ->
                taken.put(name, (double) (ProcessFigures.cpuMicros(pids.getOrDefault(name, 0L)) - start)));
        return taken;
    }
}
