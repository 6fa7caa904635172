/**
 * Decides commands about deployments. Pure: it knows no Kafka and reads no clock but the one it is given; what it reads comes
 * through {@link ai.rios.commands.deployment.ShardState} and what it wants written is a value.
 */
@NullMarked
package ai.rios.commands.deployment;

import org.jspecify.annotations.NullMarked;
