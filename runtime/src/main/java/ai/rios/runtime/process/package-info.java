/** What every {@code Main} does: read settings, start logging, build the service, wait for the stop, close in order. */
@NullMarked
package ai.rios.runtime.process;

import org.jspecify.annotations.NullMarked;
