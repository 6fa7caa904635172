/** Command handlers against a real broker. */
@NullMarked
package ai.rios.standalone.commands;

import org.jspecify.annotations.NullMarked;
