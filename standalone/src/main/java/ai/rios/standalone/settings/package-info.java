/**
 * The settings of a whole stack: those of every service, and what a stack itself decides about them. Front door:
 * {@link ai.rios.standalone.settings.StackSettings}.
 */
@NullMarked
package ai.rios.standalone.settings;

import org.jspecify.annotations.NullMarked;
