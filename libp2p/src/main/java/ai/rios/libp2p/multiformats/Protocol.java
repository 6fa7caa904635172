package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts that addresses are made of, by multiaddr's registry. Those that this module cannot dial are here to be read
 * and passed on.
 */
public enum Protocol {
    /** IPv4: 4 bytes. */
    IP4(4, "ip4", Value.IP4),
    /** Port of TCP: 2 bytes. */
    TCP(6, "tcp", Value.PORT),
    /** A name whose IPv4 and IPv6 addresses are meant. */
    DNS(53, "dns", Value.NAME),
    /** A name whose IPv4 addresses are meant. */
    DNS4(54, "dns4", Value.NAME),
    /** A name whose IPv6 addresses are meant. */
    DNS6(55, "dns6", Value.NAME),
    /** A name whose TXT records are addresses. */
    DNSADDR(56, "dnsaddr", Value.NAME),
    /** IPv6: 16 bytes. */
    IP6(41, "ip6", Value.IP6),
    /** The zone of the IPv6 address that follows. */
    IP6ZONE(42, "ip6zone", Value.NAME),
    /** Port of UDP: 2 bytes. */
    UDP(273, "udp", Value.PORT),
    /** WebRTC straight to the other end. */
    WEBRTC_DIRECT(280, "webrtc-direct", Value.NONE),
    /** WebRTC. */
    WEBRTC(281, "webrtc", Value.NONE),
    /** Over the relay that stands before it. */
    P2P_CIRCUIT(290, "p2p-circuit", Value.NONE),
    /** A path to a socket: the rest of the address. */
    UNIX(400, "unix", Value.PATH),
    /** A peer's id; {@code ipfs} in old addresses. */
    P2P(421, "p2p", Value.PEER),
    /** TLS. */
    TLS(448, "tls", Value.NONE),
    /** The name that TLS asks for. */
    SNI(449, "sni", Value.NAME),
    /** Noise. */
    NOISE(454, "noise", Value.NONE),
    /** QUIC of an old draft, which nobody speaks. */
    QUIC(460, "quic", Value.NONE),
    /** QUIC version 1. */
    QUIC_V1(461, "quic-v1", Value.NONE),
    /** WebTransport. */
    WEBTRANSPORT(465, "webtransport", Value.NONE),
    /** Hash of a certificate. */
    CERTHASH(466, "certhash", Value.HASH),
    /** WebSocket. */
    WS(477, "ws", Value.NONE),
    /** WebSocket over TLS. */
    WSS(478, "wss", Value.NONE),
    /** A path of HTTP: the last part. */
    HTTP_PATH(481, "http-path", Value.PERCENT),
    /** Within the process: 8 bytes. */
    MEMORY(777, "memory", Value.NUMBER);

    private static final Map<Long, Protocol> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Protocol::code, Function.identity()));
    private static final Map<String, Protocol> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Protocol::word, Function.identity()));

    private final long code;
    private final String word;
    private final Value value;

    Protocol(long code, String word, Value value) {
        this.code = code;
        this.word = word;
        this.value = value;
    }

    /** Its number in the binary form. */
    public long code() {
        return code;
    }

    /** Its name in the text form. */
    public String word() {
        return word;
    }

    Value value() {
        return value;
    }

    static Optional<Protocol> ofCode(long code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    static Protocol ofWord(String word) {
        Protocol found = word.equals("ipfs") ? P2P : BY_WORD.get(word);
        if (found == null) {
            throw new MalformedException("no address has a part \"" + word + "\"");
        }
        return found;
    }
}
