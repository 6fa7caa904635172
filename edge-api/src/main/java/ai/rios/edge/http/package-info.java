/**
 * HTTP as every route sees it: the route table, the one handler in front of it, forms of answers and errors, content codings,
 * versions, CORS.
 */
@NullMarked
package ai.rios.edge.http;

import org.jspecify.annotations.NullMarked;
