/** What a deployment's spec may hold: its size, merge patches and differences. Pure. */
@NullMarked
package ai.rios.commands.spec;

import org.jspecify.annotations.NullMarked;
