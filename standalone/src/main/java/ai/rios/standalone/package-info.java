/**
 * The whole system on one machine: broker and registry as child processes, the services in one JVM or each in its own.
 */
@NullMarked
package ai.rios.standalone;

import org.jspecify.annotations.NullMarked;
