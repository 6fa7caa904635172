@NullMarked
package ai.rios.edge.deployments;

import org.jspecify.annotations.NullMarked;
