/** Metrics: one Micrometer registry a process in Prometheus form, with the JVM's and the Kafka clients' own figures. */
@NullMarked
package ai.rios.runtime.metrics;

import org.jspecify.annotations.NullMarked;
