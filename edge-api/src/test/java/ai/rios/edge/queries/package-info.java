@NullMarked
package ai.rios.edge.queries;

import org.jspecify.annotations.NullMarked;
