/**
 * Kademlia: peers find each other, and who provides some content, with no place that knows all of them.
 *
 * <p>{@link ai.rios.libp2p.kad.Kademlia} is the front door. Below it {@code Lookup} and {@code RoutingTable} are pure;
 * {@code LookupRun} and {@code Neighbours} run them over a {@code Network}, which is a host's connections.
 */
@NullMarked
package ai.rios.libp2p.kad;

import org.jspecify.annotations.NullMarked;
