/** Deployments as messages: commands, events, outcomes and the state that events fold into. Knows no Kafka and no Avro. */
@NullMarked
package ai.rios.schemas.deployment;

import org.jspecify.annotations.NullMarked;
