/** The interface's description: OpenAPI, and pages for people. */
@NullMarked
package ai.rios.edge.docs;

import org.jspecify.annotations.NullMarked;
