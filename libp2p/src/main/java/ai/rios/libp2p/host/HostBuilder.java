package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.SystemTimers;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.muxer.MuxerProtocol;
import ai.rios.libp2p.muxer.yamux.Yamux;
import ai.rios.libp2p.muxer.yamux.YamuxLimits;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.security.SecurityProtocol;
import ai.rios.libp2p.security.noise.Noise;
import ai.rios.libp2p.security.tls.Tls;
import ai.rios.libp2p.security.tls.TlsIdentity;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgrader;
import ai.rios.libp2p.transport.quic.QuicLibrary;
import ai.rios.libp2p.transport.quic.QuicLimits;
import ai.rios.libp2p.transport.quic.QuicTransport;
import ai.rios.libp2p.transport.tcp.TcpLimits;
import ai.rios.libp2p.transport.tcp.TcpTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Describes a host and starts it. Whatever is not said has a default. Confined to one thread. */
public final class HostBuilder {
    private static final int LONGEST_TEXT = 256;

    private Optional<PrivateKey> identity = Optional.empty();
    private final List<Multiaddr> listen = new ArrayList<>();
    private final Map<String, Consumer<Host>> handlers = new LinkedHashMap<>();
    private final List<SecurityMaker> security = new ArrayList<>();
    private final List<Function<Timers, MuxerProtocol>> muxers = new ArrayList<>();
    private final List<HostPart> parts = new ArrayList<>();
    private HostLimits limits = HostLimits.DEFAULTS;
    private TcpLimits tcpLimits = TcpLimits.DEFAULTS;
    private final List<TransportMaker> transports = new ArrayList<>();
    private boolean tcp = true;
    private Optional<TrimLimits> trimLimits = Optional.empty();
    private ResourceLimits resourceLimits = ResourceLimits.ofHeap();
    private ConnectionGater gater = ConnectionGater.OPEN;
    private InstantSource clock = InstantSource.system();
    private Optional<Path> peerFolder = Optional.empty();
    private String agentVersion = "rios-libp2p";
    private String protocolVersion = "rios/1.0.0";

    /** Makes a security protocol for the key of the host, with the names of the muxers that it speaks. */
    private interface SecurityMaker {
        SecurityProtocol make(HostBuilder host, Timers timers, List<String> muxers);
    }

    /** Makes a transport for the key of the host. */
    private interface TransportMaker {
        Transport make(HostBuilder host, Timers timers, ConnectionGater gater, Resources resources);
    }

    HostBuilder() {}

    /** Who it is; a new key where this is not said. */
    public HostBuilder identity(PrivateKey key) {
        identity = Optional.of(key);
        return this;
    }

    /**
     * One address more to listen at, such as {@code /ip4/127.0.0.1/tcp/0}.
     *
     * @throws ai.rios.libp2p.MalformedException when it is none
     */
    public HostBuilder listen(String address) {
        listen.add(Multiaddr.parse(address));
        return this;
    }

    /** Serves a protocol from the start. */
    public HostBuilder handle(String protocol, ProtocolHandler handler) {
        return handle(protocol, HandlerOptions.DEFAULTS, handler);
    }

    /** Serves a protocol from the start. */
    public HostBuilder handle(String protocol, HandlerOptions options, ProtocolHandler handler) {
        handlers.put(protocol, host -> host.setStreamHandler(protocol, options, handler));
        return this;
    }

    /** Serves a protocol from the start, and others that go by it. */
    public HostBuilder handle(ProtocolMatch protocols, HandlerOptions options, ProtocolHandler handler) {
        handlers.put(protocols.protocol(), host -> host.setStreamHandler(protocols, options, handler));
        return this;
    }

    /**
     * One security protocol more, made for the host's key; the best first. Where neither this nor {@link #noise()} or
     * {@link #tls()} is said, Noise and then TLS.
     */
    public HostBuilder security(BiFunction<PrivateKey, Timers, SecurityProtocol> protocol) {
        security.add((host, timers, _) -> protocol.apply(host.identity(), timers));
        return this;
    }

    /** Noise as one security protocol more; the best first. */
    public HostBuilder noise() {
        security.add((host, _, names) -> new Noise(host.identity(), names, new SecureRandom()));
        return this;
    }

    /** TLS 1.3 as one security protocol more; the best first. */
    public HostBuilder tls() {
        security.add((host, _, names) -> new Tls(host.identity(), names, new SecureRandom(), host.clock));
        return this;
    }

    /** One muxer more; the best first. Yamux with its own limits where this is not said. */
    public HostBuilder muxer(Function<Timers, MuxerProtocol> protocol) {
        muxers.add(protocol);
        return this;
    }

    /** One part more, such as a relay service; each belongs to one host. */
    public HostBuilder with(HostPart part) {
        parts.add(part);
        return this;
    }

    /**
     * QUIC beside TCP. It takes Netty's QUIC on the class path, with its native library for this machine; where that is not
     * there, {@link #start()} fails with {@link IllegalStateException}.
     */
    public HostBuilder quic() {
        return quic(QuicLimits.DEFAULTS);
    }

    /** The same with other limits. */
    public HostBuilder quic(QuicLimits most) {
        transports.add((host, timers, gate, resources) -> {
            QuicLibrary.require();
            SecureRandom random = new SecureRandom();
            TlsIdentity shown = new TlsIdentity(host.identity(), random, host.clock);
            return new QuicTransport(shown, gate, resources, timers, most, random);
        });
        return this;
    }

    /** No TCP. */
    public HostBuilder noTcp() {
        tcp = false;
        return this;
    }

    /** What it holds at most. */
    public HostBuilder limits(HostLimits most) {
        limits = most;
        return this;
    }

    /** What TCP holds at most. */
    public HostBuilder limits(TcpLimits most) {
        tcpLimits = most;
        return this;
    }

    /** When it closes connections for others; the defaults' shares of its connections where this is not said. */
    public HostBuilder limits(TrimLimits most) {
        trimLimits = Optional.of(most);
        return this;
    }

    /** What it holds in memory and in streams; a quarter of the heap where this is not said. */
    public HostBuilder limits(ResourceLimits most) {
        resourceLimits = most;
        return this;
    }

    /**
     * Where it keeps what it knows of other peers, so that it knows it after a restart; nowhere where this is not said. One host
     * writes to a folder.
     */
    public HostBuilder peers(Path folder) {
        peerFolder = Optional.of(folder);
        return this;
    }

    /** Who may connect; everybody where this is not said. */
    public HostBuilder gater(ConnectionGater who) {
        gater = who;
        return this;
    }

    /** The calendar's time, which numbers the records of the host's addresses. */
    public HostBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** What it calls itself: program and version, at most 256 characters. */
    public HostBuilder agentVersion(String text) {
        agentVersion = bounded(text);
        return this;
    }

    /** Which family of protocols it is of: free text, at most 256 characters. */
    public HostBuilder protocolVersion(String text) {
        protocolVersion = bounded(text);
        return this;
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a version has " + LONGEST_TEXT + " characters at most");
        }
        return text;
    }

    /**
     * Starts it.
     *
     * @throws IOException when it cannot listen where it should; then nothing of it is left
     */
    public Host start() throws IOException {
        if (identity.isEmpty()) {
            identity = Optional.of(PrivateKey.generate(new SecureRandom()));
        }
        SystemTimers timers = new SystemTimers();
        boolean started = false;
        try {
            Host host = start(timers);
            started = true;
            return host;
        } finally {
            if (!started) {
                timers.close();
            }
        }
    }

    private Host start(SystemTimers timers) throws IOException {
        List<MuxerProtocol> speaks = muxers(timers);
        Resources resources = new Resources(resourceLimits);
        ConnectionTable connections = new ConnectionTable(limits);
        ConnectionGater guard = connections.guard(gater);
        Upgrader upgrader = new Upgrader(security(timers, speaks), speaks, guard, resources);
        List<Transport> used = new ArrayList<>();
        if (tcp) {
            boolean sharesPorts = parts.stream().anyMatch(HostPart::dialsFromListenPorts);
            used.add(new TcpTransport(upgrader, timers, tcpLimits, sharesPorts));
        }
        transports.forEach(maker -> used.add(maker.make(this, timers, guard, resources)));
        Host host = new Host(this, timers, used, resources, connections);
        host.keepTidy();
        handlers.values().forEach(serve -> serve.accept(host));
        try {
            host.rememberPeers();
            for (HostPart part : parts) {
                host.attach(part, new HostContext(host, identity(), upgrader, timers, clock));
            }
            for (Multiaddr address : listen) {
                host.listen(address);
            }
            return host;
        } catch (IOException | RuntimeException failure) {
            host.close();
            throw failure;
        }
    }

    private List<SecurityProtocol> security(Timers timers, List<MuxerProtocol> speaks) {
        if (security.isEmpty()) {
            noise().tls();
        }
        List<String> names = speaks.stream().map(MuxerProtocol::id).toList();
        return security.stream().map(maker -> maker.make(this, timers, names)).toList();
    }

    private List<MuxerProtocol> muxers(Timers timers) {
        return muxers.isEmpty()
                ? List.of(new Yamux(YamuxLimits.DEFAULTS, timers))
                : muxers.stream().map(make -> make.apply(timers)).toList();
    }

    PrivateKey identity() {
        return identity.orElseThrow();
    }

    HostLimits limits() {
        return limits;
    }

    TrimLimits trimLimits() {
        return trimLimits.orElseGet(() -> TrimLimits.of(limits.connections()));
    }

    ConnectionGater gater() {
        return gater;
    }

    Optional<Path> peerFolder() {
        return peerFolder;
    }

    InstantSource clock() {
        return clock;
    }

    String agentVersion() {
        return agentVersion;
    }

    String protocolVersion() {
        return protocolVersion;
    }
}
