/** The way of a write: into the commands topic, and back with its outcome. */
@NullMarked
package ai.rios.edge.commands;

import org.jspecify.annotations.NullMarked;
