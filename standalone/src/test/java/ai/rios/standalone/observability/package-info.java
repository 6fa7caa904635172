/** One request, seen from outside: its trace and its log lines. */
@NullMarked
package ai.rios.standalone.observability;

import org.jspecify.annotations.NullMarked;
