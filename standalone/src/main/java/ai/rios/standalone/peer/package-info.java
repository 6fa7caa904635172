/** A libp2p peer for the command line: it listens, or does one thing with another peer, and says so in lines of JSON. */
@NullMarked
package ai.rios.standalone.peer;

import org.jspecify.annotations.NullMarked;
