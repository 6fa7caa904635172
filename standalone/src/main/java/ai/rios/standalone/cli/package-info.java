/**
 * The verbs of {@code ./rios} that are written in Java, one class a verb. Front door:
 * {@link ai.rios.standalone.cli.CommandLine}.
 */
@NullMarked
package ai.rios.standalone.cli;

import org.jspecify.annotations.NullMarked;
