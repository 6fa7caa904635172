/** The routes of deployments, and what operations and batches share with them. */
@NullMarked
package ai.rios.edge.deployments;

import org.jspecify.annotations.NullMarked;
