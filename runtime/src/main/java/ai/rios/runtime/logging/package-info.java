/**
 * Logs: SLF4J in front, logback behind, one JSON object a line for machines or short text for a terminal. The JDK's two
 * logging fronts ({@code System.Logger}, which Helidon uses, and {@code java.util.logging}) end in the same place.
 */
@NullMarked
package ai.rios.runtime.logging;

import org.jspecify.annotations.NullMarked;
