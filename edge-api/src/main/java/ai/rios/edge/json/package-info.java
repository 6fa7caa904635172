/** JSON at the door: strict reading, shapes with every fault named, and the canonical form. */
@NullMarked
package ai.rios.edge.json;

import org.jspecify.annotations.NullMarked;
