/**
 * Settings: each is declared once, with its key, default, bounds and meaning, and read once, in wiring. Sources in rising
 * order: default, file, environment ({@code edge.port} is {@code RIOS_EDGE_PORT}), flag. Unknown names are refused.
 */
@NullMarked
package ai.rios.runtime.settings;

import org.jspecify.annotations.NullMarked;
