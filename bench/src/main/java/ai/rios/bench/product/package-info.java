/**
 * The product as a benchmark sees it: a stack that the launcher starts, asks and stops. Front door:
 * {@link ai.rios.bench.product.Stack}.
 */
@NullMarked
package ai.rios.bench.product;

import org.jspecify.annotations.NullMarked;
