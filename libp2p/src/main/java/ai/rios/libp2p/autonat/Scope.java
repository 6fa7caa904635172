package ai.rios.libp2p.autonat;

import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.net.InetAddress;
import java.util.Optional;

/** Which addresses count as those of peers elsewhere. */
public enum Scope {
    /** Public ones. */
    PUBLIC,

    /** Private and loopback ones too: for networks that have no others. Whoever may connect may have such dialed. */
    ANY;

    /** Whether a host may be asked for, and by whom, at such an address. */
    boolean covers(Multiaddr address) {
        return !address.isCircuit()
                && Addresses.ip(address).isPresent()
                && (this == ANY || Addresses.isPublic(address));
    }

    /** Whether such an address may be dialed for others: one of this machine only where all are. */
    boolean isElsewhere(HostContext host, Multiaddr address) {
        Optional<InetAddress> ip = Addresses.ip(address);
        return covers(address)
                && (this == ANY
                        || host.candidates().stream()
                                .filter(own -> !own.isCircuit())
                                .noneMatch(own -> Addresses.ip(own).equals(ip)));
    }
}
