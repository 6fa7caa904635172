/**
 * Health: named checks for "restart me" (live) and "send me work" (ready), and a small listener for processes that have no
 * HTTP server of their own.
 */
@NullMarked
package ai.rios.runtime.health;

import org.jspecify.annotations.NullMarked;
