/** identify: peers tell each other who they are, where they are, and what they speak. */
@NullMarked
package ai.rios.libp2p.identify;

import org.jspecify.annotations.NullMarked;
