package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address that says layer by layer how to get there: {@code /ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…}
 * (multiformats/multiaddr). Immutable; two are equal that have the same parts, however they were written.
 *
 * <p>In binary each part is {@code varint code, value}; values whose length varies have it before them as a varint.
 */
public final class Multiaddr {
    /** Bytes of the binary form, at most; the limit is this module's own. */
    public static final int LONGEST = 1_024;

    /** Characters of the text form that are read, at most. */
    public static final int LONGEST_TEXT = 2 * LONGEST;

    private final List<Component> components;

    private Multiaddr(List<Component> components) {
        this.components = List.copyOf(components);
        if (components.isEmpty()) {
            throw new MalformedException("an address has at least one part");
        }
        for (Component part : components.subList(0, components.size() - 1)) {
            if (part.protocol == Protocol.UNIX || part.protocol == Protocol.HTTP_PATH) {
                throw new MalformedException("a path is the last part of an address");
            }
        }
    }

    /**
     * One part.
     *
     * @param protocol what it is
     * @param value its text, as this module writes it; empty where there is none
     */
    public record Component(Protocol protocol, String value) {
        /** Checks the value, and writes it in the one way in which parts are compared. */
        public Component {
            value = protocol.value().decode(sized(protocol, protocol.value().encode(value)));
        }

        private static byte[] sized(Protocol protocol, byte[] bytes) {
            int size = protocol.value().size();
            if (size != Value.VARIABLE && size != bytes.length) {
                throw new MalformedException(protocol.word() + " has " + size + " bytes, not " + bytes.length);
            }
            return bytes;
        }

        private void writeTo(ByteArrayOutputStream out) {
            Varint.write(protocol.code(), out);
            byte[] bytes = protocol.value().encode(value);
            if (protocol.value().size() == Value.VARIABLE) {
                Varint.write(bytes.length, out);
            }
            out.writeBytes(bytes);
        }

        @Override
        public String toString() {
            return switch (protocol.value()) {
                case NONE -> "/" + protocol.word();
                case PATH -> "/" + protocol.word() + value;
                default -> "/" + protocol.word() + "/" + value;
            };
        }
    }

    /**
     * The address of these parts.
     *
     * @throws MalformedException when there is none, or they are too long together
     */
    public static Multiaddr of(List<Component> components) {
        Multiaddr address = new Multiaddr(components);
        bounded(address.toBytes().length, LONGEST);
        return address;
    }

    /**
     * Reads the text form; one slash at the end is passed over.
     *
     * @throws MalformedException when it is none, has a part that is not known, or is too long
     */
    public static Multiaddr parse(String text) {
        bounded(text.length(), LONGEST_TEXT);
        String whole = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!whole.startsWith("/")) {
            throw new MalformedException("an address begins with a slash: \"" + text + "\"");
        }
        try {
            return of(parts(whole));
        } catch (MalformedException refused) {
            throw new MalformedException("\"" + text + "\" is no address: " + refused.getMessage(), refused);
        }
    }

    private static List<Component> parts(String text) {
        List<Component> parts = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = slash(text, at + 1);
            Protocol protocol = Protocol.ofWord(text.substring(at + 1, end));
            int valueEnd = switch (protocol.value()) {
                case NONE -> end;
                case PATH -> text.length();
                default -> slash(text, Math.min(end + 1, text.length()));
            };
            int valueStart = protocol.value() == Value.PATH ? end : Math.min(end + 1, valueEnd);
            parts.add(new Component(protocol, text.substring(valueStart, valueEnd)));
            at = valueEnd;
        }
        return parts;
    }

    private static int slash(String text, int from) {
        int found = text.indexOf('/', from);
        return found < 0 ? text.length() : found;
    }

    /**
     * Reads the binary form.
     *
     * @throws MalformedException when it is none, has a part that is not known, or is too long
     */
    public static Multiaddr decode(byte[] bytes) {
        bounded(bytes.length, LONGEST);
        List<Component> parts = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            long code = Varint.read(in);
            Protocol protocol = Protocol.ofCode(code)
                    .orElseThrow(() -> new MalformedException("no address has a part of code " + code));
            int size = protocol.value().size();
            if (size == Value.VARIABLE) {
                size = Varint.readAtMost(in, LONGEST, "the length of " + protocol.word());
            }
            if (size > in.remaining()) {
                throw new MalformedException("an address ends within " + protocol.word());
            }
            byte[] value = new byte[size];
            in.get(value);
            parts.add(new Component(protocol, protocol.value().decode(value)));
        }
        return new Multiaddr(parts);
    }

    /**
     * The addresses among {@code encoded} that can be read, in order. Others are passed over, since peers know parts that
     * this module does not.
     */
    public static List<Multiaddr> decodeKnown(List<byte[]> encoded) {
        return encoded.stream()
                .map(Multiaddr::decodeIfKnown)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The address that {@code bytes} are, if they can be read. */
    public static Optional<Multiaddr> decodeIfKnown(byte[] bytes) {
        try {
            return Optional.of(decode(bytes));
        } catch (MalformedException unknown) {
            return Optional.empty();
        }
    }

    /** The address of a socket: IP and port of {@code transport}, which is TCP or UDP. */
    public static Multiaddr of(InetSocketAddress socket, Protocol transport) {
        InetAddress ip = socket.getAddress();
        List<Component> parts = new ArrayList<>();
        if (ip instanceof Inet6Address six) {
            // Java names the interface of each address of this machine, and it means nothing to others but on one link.
            if (six.isLinkLocalAddress() && six.getScopedInterface() != null) {
                parts.add(
                        new Component(Protocol.IP6ZONE, six.getScopedInterface().getName()));
            }
            parts.add(new Component(Protocol.IP6, IpText.print6(six.getAddress())));
        } else {
            parts.add(new Component(Protocol.IP4, IpText.print4(ip.getAddress())));
        }
        parts.add(new Component(transport, Integer.toString(socket.getPort())));
        return of(parts);
    }

    private static void bounded(int length, int most) {
        if (length > most) {
            throw new MalformedException("an address of " + length + " is longer than " + most);
        }
    }

    /** Its parts, from the outermost to the innermost; at least one. */
    public List<Component> components() {
        return components;
    }

    /** Whether it has such a part. */
    public boolean has(Protocol protocol) {
        return components.stream().anyMatch(part -> part.protocol == protocol);
    }

    /** The value of the first such part, if there is one. */
    public Optional<String> value(Protocol protocol) {
        return components.stream()
                .filter(part -> part.protocol == protocol)
                .map(Component::value)
                .findFirst();
    }

    /** Whether it goes over a relay. */
    public boolean isCircuit() {
        return has(Protocol.P2P_CIRCUIT);
    }

    /** This address and then {@code inner}. */
    public Multiaddr encapsulate(Multiaddr inner) {
        List<Component> parts = new ArrayList<>(components);
        parts.addAll(inner.components);
        return of(parts);
    }

    /** What stands before the last such part; empty where that is nothing, and the whole where there is no such part. */
    public Optional<Multiaddr> decapsulate(Protocol protocol) {
        for (int at = components.size() - 1; at >= 0; at--) {
            if (components.get(at).protocol == protocol) {
                return at == 0 ? Optional.empty() : Optional.of(new Multiaddr(components.subList(0, at)));
            }
        }
        return Optional.of(this);
    }

    /** The peer that it ends with, if it ends with one: the multihash of a peer id. */
    public Optional<Multihash> peer() {
        Component last = components.getLast();
        return last.protocol == Protocol.P2P
                ? Optional.of(Multihash.decode(Value.PEER.encode(last.value)))
                : Optional.empty();
    }

    /** This address, ending with {@code peer} rather than with the peer that it ends with. */
    public Multiaddr withPeer(Multihash peer) {
        List<Component> parts = new ArrayList<>(
                components.getLast().protocol == Protocol.P2P
                        ? components.subList(0, components.size() - 1)
                        : components);
        parts.add(new Component(Protocol.P2P, peer.toString()));
        return of(parts);
    }

    /** This address without the peer that it ends with; itself where it ends with none or consists of one only. */
    public Multiaddr withoutPeer() {
        return components.getLast().protocol == Protocol.P2P && components.size() > 1
                ? new Multiaddr(components.subList(0, components.size() - 1))
                : this;
    }

    /**
     * The socket that it begins with, if it begins with an IP address and a port of {@code transport}. Empty also where it
     * names an interface that this machine does not have.
     */
    public Optional<InetSocketAddress> socketAddress(Protocol transport) {
        int at = components.getFirst().protocol == Protocol.IP6ZONE ? 1 : 0;
        if (components.size() < at + 2 || components.get(at + 1).protocol != transport) {
            return Optional.empty();
        }
        Component ip = components.get(at);
        if (ip.protocol != Protocol.IP6 && (ip.protocol != Protocol.IP4 || at > 0)) {
            return Optional.empty();
        }
        int port = Integer.parseInt(components.get(at + 1).value);
        return address(ip, at == 0 ? "" : components.getFirst().value).map(found -> new InetSocketAddress(found, port));
    }

    private static Optional<InetAddress> address(Component ip, String zone) {
        try {
            InetAddress plain = InetAddress.getByAddress(ip.protocol.value().encode(ip.value));
            if (zone.isEmpty()) {
                return Optional.of(plain);
            }
            InetAddress zoned = InetAddress.ofLiteral(ip.value + "%" + zone);
            // The kernel tells packets from other than link-local addresses without their zone.
            return Optional.of(plain.isLinkLocalAddress() ? zoned : plain);
        } catch (UnknownHostException | IllegalArgumentException noSuchInterface) {
            return Optional.empty();
        }
    }

    /** The binary form. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        components.forEach(part -> part.writeTo(out));
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multiaddr address && components.equals(address.components);
    }

    @Override
    public int hashCode() {
        return components.hashCode();
    }

    /** The text form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        components.forEach(text::append);
        return text.toString();
    }
}
