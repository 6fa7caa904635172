/**
 * A real broker and a real registry for integration tests, started once a JVM. Front door:
 * {@link ai.rios.standalone.testing.TestCluster}.
 */
@NullMarked
package ai.rios.standalone.testing;

import org.jspecify.annotations.NullMarked;
