/** multistream-select 1.0: two ends agree on a protocol by name, one line at a time. */
@NullMarked
package ai.rios.libp2p.multistream;

import org.jspecify.annotations.NullMarked;
