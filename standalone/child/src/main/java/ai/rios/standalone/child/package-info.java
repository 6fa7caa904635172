/**
 * What runs inside the child processes of the embedded default: the broker and the registry, each ending when its
 * parent does. Nothing of the services is on this class path, and none of these jars is on theirs.
 */
@NullMarked
package ai.rios.standalone.child;

import org.jspecify.annotations.NullMarked;
