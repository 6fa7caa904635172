/**
 * What every RiOS process shares besides messages: settings, logs, traces, health and the way Kafka Streams is run.
 */
@NullMarked
package ai.rios.runtime;

import org.jspecify.annotations.NullMarked;
