/**
 * The data folder of one stack: its lock, its format, its places, and the file in which a running stack says what it
 * consists of. Front door: {@link ai.rios.standalone.data.DataFolder}.
 */
@NullMarked
package ai.rios.standalone.data;

import org.jspecify.annotations.NullMarked;
