/**
 * The checker of histories: what clients sent and saw, held against what the topics hold. Pure: no Kafka, no HTTP, no clock. Front
 * door: {@link ai.rios.bench.faults.history.HistoryChecker}.
 */
@NullMarked
package ai.rios.bench.faults.history;

import org.jspecify.annotations.NullMarked;
