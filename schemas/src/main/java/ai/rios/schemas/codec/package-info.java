/** The only door between our records and bytes: Avro in Confluent's wire format. */
@NullMarked
package ai.rios.schemas.codec;

import org.jspecify.annotations.NullMarked;
