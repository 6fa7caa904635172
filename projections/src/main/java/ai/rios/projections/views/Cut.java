package ai.rios.projections.views;

/**
 * A place in the three topics of a partition. Immutable.
 *
 * @param nextEvent offset after the last event that counts
 * @param nextCommand offset after the last command that counts
 * @param nextOutcome offset after the last outcome that counts
 */
public record Cut(long nextEvent, long nextCommand, long nextOutcome) {}
