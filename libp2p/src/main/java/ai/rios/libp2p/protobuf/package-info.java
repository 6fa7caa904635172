/** As much of the protobuf wire format as libp2p's messages use, with no code generated. */
@NullMarked
package ai.rios.libp2p.protobuf;

import org.jspecify.annotations.NullMarked;
