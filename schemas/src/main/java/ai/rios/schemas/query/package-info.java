/** The questions that the edge may ask the projections, and the filter grammar shared by lists and subscriptions. */
@NullMarked
package ai.rios.schemas.query;

import org.jspecify.annotations.NullMarked;
