/** What can go wrong, told to clients: codes, their statuses, and the JSON of an error. */
@NullMarked
package ai.rios.edge.errors;

import org.jspecify.annotations.NullMarked;
