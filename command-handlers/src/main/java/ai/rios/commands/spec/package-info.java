/** What a deployment's spec may hold: field rules, the grammar of image references, merge patches and differences. Pure. */
@NullMarked
package ai.rios.commands.spec;

import org.jspecify.annotations.NullMarked;
