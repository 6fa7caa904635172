/**
 * A whole system on one machine: broker and registry as child processes, the services in this JVM, started and stopped in
 * one order. Front door: {@link ai.rios.standalone.stack.StackRun}.
 */
@NullMarked
package ai.rios.standalone.stack;

import org.jspecify.annotations.NullMarked;
