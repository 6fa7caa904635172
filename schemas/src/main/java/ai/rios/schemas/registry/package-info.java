/** A client of the Confluent Schema Registry API. */
@NullMarked
package ai.rios.schemas.registry;

import org.jspecify.annotations.NullMarked;
