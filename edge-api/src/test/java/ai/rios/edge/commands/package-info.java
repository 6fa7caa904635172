/** Tests of this part of the edge by itself. */
@NullMarked
package ai.rios.edge.commands;

import org.jspecify.annotations.NullMarked;
