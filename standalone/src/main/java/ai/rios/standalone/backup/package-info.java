/**
 * Backups of a stack, and data folders made of them, whole or as of a tenant's sequence. Front doors: {@link
 * ai.rios.standalone.backup.Backup} and {@link ai.rios.standalone.backup.Restore}.
 */
@NullMarked
package ai.rios.standalone.backup;

import org.jspecify.annotations.NullMarked;
