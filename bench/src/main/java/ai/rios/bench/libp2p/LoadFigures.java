package ai.rios.bench.libp2p;

/**
 * Figures of one run of a load, in the units of its {@link PeerLoad.Kind}. Immutable.
 *
 * @param figure latency or rate
 * @param cpu processor time of both processes, divided by what was done
 */
public record LoadFigures(double figure, double cpu) {}
