/** Files and folders for their owner alone. Front door: {@link ai.rios.runtime.files.OwnersFiles}. */
@NullMarked
package ai.rios.runtime.files;

import org.jspecify.annotations.NullMarked;
