package ai.rios.libp2p.host;

import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.transport.InetNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What kind of place an address is. Stateless. */
public final class Addresses {
    /** Where no machine is: what is for documentation, measuring and the future, and old relays to IPv6. */
    private static final List<InetNetwork> NOWHERE = List.of(
            network("0.0.0.0", 8),
            network("192.0.0.0", 26),
            network("192.0.2.0", 24),
            network("192.88.99.0", 24),
            network("198.18.0.0", 15),
            network("198.51.100.0", 24),
            network("203.0.113.0", 24),
            network("240.0.0.0", 4),
            network("2001:db8::", 32),
            network("3fff::", 20));

    /** Where machines with IPv6 are: what is given to networks, and what stands for IPv4 there. */
    private static final List<InetNetwork> GIVEN_OF_6 = List.of(
            network("2000::", 3),
            network("64:ff9b::", 96),
            network("64:ff9b:1::", 48),
            network("fc00::", 7),
            network("fe80::", 10),
            network("::1", 128));

    private Addresses() {}

    private static InetNetwork network(String first, int bits) {
        return InetNetwork.of(InetAddress.ofLiteral(first), bits);
    }

    private static boolean isIn(InetAddress ip, List<InetNetwork> networks) {
        return networks.stream().anyMatch(network -> network.contains(ip));
    }

    /** Whether there can be a machine at it, as far as its IP address tells; where it has none, there can. */
    public static boolean isSomewhere(Multiaddr address) {
        return ip(address)
                .filter(ip -> isIn(ip, NOWHERE) || (ip instanceof Inet6Address && !isIn(ip, GIVEN_OF_6)))
                .isEmpty();
    }

    /** The IP address that it begins with, if it begins with one and a port. */
    public static Optional<InetAddress> ip(Multiaddr address) {
        return address.socketAddress(Protocol.TCP)
                .or(() -> address.socketAddress(Protocol.UDP))
                .map(InetSocketAddress::getAddress);
    }

    /**
     * Whether it begins with a name. Who tells one makes others ask the name's servers, and decides later where they go, so
     * names are taken from a host's own configuration only.
     */
    public static boolean isName(Multiaddr address) {
        return switch (address.components().getFirst().protocol()) {
            case DNS, DNS4, DNS6, DNSADDR -> true;
            default -> false;
        };
    }

    /** Whether it is of this machine alone. */
    public static boolean isLoopback(Multiaddr address) {
        return ip(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Whether it is good on one link only. */
    static boolean isLinkLocal(Multiaddr address) {
        return ip(address).filter(InetAddress::isLinkLocalAddress).isPresent();
    }

    /**
     * Whether it is of this machine or its own network: loopback, RFC 1918, 100.64/10 and fc00::/7. Others are taken as
     * public.
     */
    public static boolean isPrivate(Multiaddr address) {
        return ip(address)
                .filter(ip -> ip.isLoopbackAddress() || ip.isSiteLocalAddress() || isSharedOrUnique(ip.getAddress()))
                .isPresent();
    }

    private static boolean isSharedOrUnique(byte[] ip) {
        return ip.length == 4 ? (ip[0] & 0xff) == 100 && (ip[1] & 0xc0) == 64 : (ip[0] & 0xfe) == 0xfc;
    }

    /** Whether others than those on this machine and its networks might reach it; no relay is in it. */
    public static boolean isPublic(Multiaddr address) {
        return !address.isCircuit() && isDialable(address) && !isPrivate(address);
    }

    /**
     * Whether an address that one end tells is of use to the other, by where that one is: who is far away has nothing of an
     * address on this machine or network.
     *
     * @param remote where the end at the other side of the connection is
     */
    public static boolean isOfUse(Multiaddr address, Multiaddr remote) {
        if (isLoopback(remote)) {
            return true;
        }
        if (!isSomewhere(address)) {
            return false;
        }
        return isPrivate(remote) ? !isLoopback(address) : !isPrivate(address);
    }

    /**
     * Whether it may be dialed at all: not the unspecified address, one where no machine is, a group's, or one that is good on one link only, which
     * also keeps peers from sending this host to the metadata services of clouds.
     */
    static boolean isDialable(Multiaddr address) {
        return ip(address)
                        .filter(ip -> !ip.isAnyLocalAddress() && !ip.isMulticastAddress())
                        .isPresent()
                && !isLinkLocal(address)
                && isSomewhere(address);
    }
}
