/** Which Kafka cluster, topics and registry a process works with: settings that every service has in common. */
@NullMarked
package ai.rios.runtime.cluster;

import org.jspecify.annotations.NullMarked;
