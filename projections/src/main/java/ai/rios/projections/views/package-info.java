/**
 * The views as pure folds and reads over one ordered map of bytes; they know neither Kafka nor HTTP.
 *
 * <p>One map holds everything of a partition. The first byte of a key tells the view, numbers are 8 bytes big-endian, and
 * {@code 0} ends a text that is not last:
 *
 * <pre>
 * s tenant                           state of the tenant: sequence, offset, whether it is blocked
 * d tenant 0 id                      deployment, as on the snapshots topic
 * h tenant 0 id 0 revision           offset, event as it stands in the log
 * k tenant 0 id 0 revision           deployment as it was at every 64th revision
 * g deletedAt tenant 0 id            a deleted deployment whose history is to go
 * z tenant 0 id                      changed since a generation began, and not yet told to the snapshots topic
 * o tenant 0 operation               operation
 * r tenant 0 request 0 time operation   operations of a request, the newest first
 * x tenant 0 time operation          operations by age
 * q tenant                           count of operations, offsets of the last command and outcome, age of the oldest
 * m                                  offset from which this generation tells the snapshots topic
 * </pre>
 */
@NullMarked
package ai.rios.projections.views;

import org.jspecify.annotations.NullMarked;
