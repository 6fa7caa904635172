/** Tests that start the real launcher, as a person does. */
@NullMarked
package ai.rios.standalone.launcher;

import org.jspecify.annotations.NullMarked;
