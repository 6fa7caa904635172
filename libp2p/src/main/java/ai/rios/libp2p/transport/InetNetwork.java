package ai.rios.libp2p.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A part of the internet, by which those who come from there are counted. Immutable.
 *
 * @param first its first address
 * @param bits how many of its bits all its addresses share
 */
public record InetNetwork(InetAddress first, int bits) {
    /** What one site may have, in what one customer may. */
    public static final int CUSTOMERS_A_SITE = 4;

    /** Bits of an IPv6 network that one customer of a provider has, as a rule. */
    private static final int CUSTOMER_BITS = 56;

    private static final int SITE_BITS = 48;

    /** The network of so many bits that an address is in. */
    public static InetNetwork of(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int at = 0; at < bytes.length; at++) {
            int kept = Math.clamp(bits - 8L * at, 0, 8);
            bytes[at] &= (byte) (0xff << (8 - kept));
        }
        try {
            return new InetNetwork(InetAddress.getByAddress(bytes), bits);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /** Whether an address is in it; none of the other kind is. */
    public boolean contains(InetAddress address) {
        return address.getClass() == first.getClass() && of(address, bits).equals(this);
    }

    /**
     * By what one who comes from an address is counted: what a customer has, which is an IPv4 address alone or an IPv6 network
     * of 56 bits, and of IPv6 the site's 48 bits too, for some have all of these.
     */
    public static List<InetNetwork> countedBy(InetAddress address) {
        return address instanceof Inet4Address
                ? List.of(of(address, Integer.SIZE))
                : List.of(of(address, CUSTOMER_BITS), of(address, SITE_BITS));
    }

    /** How many times as much as a customer it may have, if it is one of {@link #countedBy}. */
    public int share() {
        return bits == SITE_BITS ? CUSTOMERS_A_SITE : 1;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
