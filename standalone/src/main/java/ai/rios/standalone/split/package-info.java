/**
 * The stack as it runs in production, on one machine: every service a process of its own, two command handlers and two
 * projections, under a supervisor that restarts what dies. Front door: {@link ai.rios.standalone.split.Split}.
 */
@NullMarked
package ai.rios.standalone.split;

import org.jspecify.annotations.NullMarked;
