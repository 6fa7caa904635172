package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.crypto.KeyFile;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.kad.ProviderSearch;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.ping.Ping;
import ai.rios.libp2p.relay.RelayAccess;
import ai.rios.libp2p.relay.RelayClient;
import ai.rios.libp2p.relay.RelayLimits;
import ai.rios.libp2p.relay.RelayService;
import ai.rios.libp2p.transport.quic.QuicLibrary;
import ai.rios.runtime.process.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code ./rios peer} does. Each method says its own lines. Confined to the thread of the command line. */
public final class Peer {
    /** Streams of one peer that are served at a time. */
    private static final HandlerOptions SERVED = new HandlerOptions(256, true);

    private final PeerLines lines;
    private final Security security;
    private final OwnHosts hosts = new OwnHosts(this::described);

    /** Says everything in {@code lines}. */
    public Peer(PeerLines lines) {
        this(lines, Security.BOTH);
    }

    /** The same with security protocols of its own. */
    public Peer(PeerLines lines, Security security) {
        this.lines = lines;
        this.security = security;
    }

    private HostBuilder described() {
        HostBuilder builder = security.on(
                Host.builder().with(new RelayClient()).agentVersion("rios-libp2p/" + Version.OF_THIS_BUILD));
        return QuicLibrary.isAvailable() ? builder.quic() : builder;
    }

    /**
     * Listens, and serves ping, identify, perf and echo.
     *
     * @param address where to listen
     * @param key the file of the identity; a new one for this run where there is none
     * @param relay whether to be a relay for everybody, within limits
     */
    public Host listen(Multiaddr address, Optional<Path> key, boolean relay) throws IOException {
        return listen(List.of(address), key, relay, HostLimits.DEFAULTS);
    }

    /** The same at several addresses, with {@code limits} of its own. Where none is of TCP, it has no TCP, and dials none either. */
    public Host listen(List<Multiaddr> addresses, Optional<Path> key, boolean relay, HostLimits limits)
            throws IOException {
        HostBuilder builder = described().limits(limits);
        addresses.forEach(address -> builder.listen(address.toString()));
        if (addresses.stream().noneMatch(address -> address.has(Protocol.TCP))) {
            builder.noTcp();
        }
        if (relay) {
            builder.with(new RelayService(RelayLimits.DEFAULTS, RelayAccess.STRANGERS));
        }
        if (key.isPresent()) {
            builder.identity(KeyFile.loadOrCreate(key.get(), new SecureRandom()));
        }
        Host host = builder.start();
        host.setStreamHandler(EchoProtocol.ID, SERVED, EchoProtocol::serve);
        host.setStreamHandler(PerfProtocol.ID, SERVED, PerfProtocol::serve);
        return host;
    }

    /** Lets a peer be reached over a relay too. */
    public void reserve(Host host, Multiaddr relay) throws IOException {
        host.listen(Multiaddr.parse(relay + "/p2p-circuit"));
    }

    /** Says that a peer is reached over a relay, and where. */
    public void sayReserved(Host host, Multiaddr relay) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("relay", PeerAddresses.at(relay).id().toString());
        facts.put(
                "addrs",
                texts(host.addresses().stream().filter(Multiaddr::isCircuit).toList()));
        lines.say("reserved", facts);
    }

    /** Says where a peer listens. */
    public void sayWhere(Host host) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("peer", host.id().toString());
        facts.put("pid", ProcessHandle.current().pid());
        facts.put("addrs", texts(host.addresses()));
        lines.say("listening", facts);
    }

    /**
     * Serves a Kademlia network as well.
     *
     * @throws IOException when none of the peers to begin with answers; then the host is closed
     */
    public DhtMember serve(Host host, DhtOptions dht) throws IOException {
        return dht.join(host);
    }

    /**
     * Tells a Kademlia network that this peer provides a text, and goes on telling.
     *
     * @param address where to listen, since a provider is to be reached
     * @param ready is given what closes it, before it is said that it is provided
     * @throws IOException when nobody takes it
     */
    public DhtMember provide(Multiaddr address, DhtOptions dht, String text, Consumer<Runnable> ready)
            throws IOException {
        DhtMember member = dht.join(listen(address, Optional.empty(), false));
        boolean provided = false;
        try {
            int took = member.node().provide(Cid.ofText(text));
            if (took == 0) {
                throw new IOException("no peer of the network took the record");
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("peer", member.host().id().toString());
            facts.put("cid", Cid.ofText(text).toString());
            facts.put("peers", took);
            ready.accept(member::close);
            lines.say("provided", facts);
            provided = true;
            return member;
        } finally {
            if (!provided) {
                member.close();
            }
        }
    }

    /** Finds who provides a text, so many at most. */
    public void find(DhtOptions dht, String text, int count) throws IOException {
        List<String> providers = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try (OwnHosts.OwnHost own = hosts.start();
                DhtMember member = dht.join(own.host());
                ProviderSearch search = member.node().findProviders(Cid.ofText(text), count)) {
            search.forEachRemaining(provider -> {
                providers.add(provider.id().toString());
                provider.addresses()
                        .forEach(address -> addresses.add(
                                address.withPeer(provider.id().multihash()).toString()));
            });
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cid", Cid.ofText(text).toString());
        facts.put("providers", providers);
        facts.put("addrs", addresses);
        lines.say("found", facts);
    }

    /** Pings so many times over one stream. */
    public void ping(Multiaddr to, int count) throws IOException {
        try (OwnHosts.OwnHost own = hosts.start()) {
            Latencies latencies = new Latencies();
            try (Ping ping = own.host().ping(own.host().connect(to))) {
                for (int at = 0; at < count; at++) {
                    latencies.add(ping.ping().toNanos());
                }
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("ok", true);
            facts.put("count", latencies.count());
            facts.putAll(latencies.percentiles());
            lines.say("ping", facts);
        }
    }

    /** Asks a peer who it is. */
    public void identify(Multiaddr to) throws IOException {
        try (OwnHosts.OwnHost own = hosts.start()) {
            Connection connection = own.host().connect(to);
            IdentifyMessage told = own.host().identify(connection);
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("peer", connection.remotePeer().toString());
            facts.put("agent", told.agentVersion().orElse(""));
            facts.put("protocolVersion", told.protocolVersion().orElse(""));
            facts.put("protocols", told.protocols());
            facts.put("listenAddrs", texts(told.listenAddresses()));
            facts.put(
                    "observed", told.observedAddress().map(Multiaddr::toString).orElse(""));
            facts.put(
                    "signedPeerRecord", told.record().map(PeerRecord::addresses).isPresent());
            lines.say("identify", facts);
        }
    }

    /** Sends frames and holds their echoes against them. */
    public void echo(Multiaddr to, EchoLoad load, Turns turns) throws IOException {
        try (OwnHosts.OwnHost own = hosts.start()) {
            Connection connection = own.host().connect(to);
            turns.take(() -> lines.say("echo", load.run(connection)));
        }
    }

    /** Moves bytes one way and then the other. */
    public void perf(Multiaddr to, PerfLoad load, Turns turns) throws IOException {
        try (OwnHosts.OwnHost own = hosts.start()) {
            Connection connection = own.host().connect(to);
            turns.take(() -> lines.say("perf", load.run(connection)));
        }
    }

    /** Connects and ends the connection, again and again. */
    public void handshakes(Multiaddr to, HandshakeLoad load, Turns turns) throws IOException {
        turns.take(() -> lines.say("handshakes", load.run(hosts, to)));
    }

    /** Holds connections that are not used, and says when they stand and how many did to the end. */
    public void idle(Multiaddr to, IdleLoad load) throws IOException {
        lines.say("idle", load.run(hosts, to, () -> lines.say("standing", Map.of("count", load.count()))));
    }

    /**
     * Ends whatever is dialed, from another thread: nothing more is said, and the other ends are told. Over QUIC they would not notice for 30 s
     * that the process is gone, and would wait for it when they end themselves.
     */
    public void end() {
        lines.end();
        hosts.close();
    }

    private static List<String> texts(List<Multiaddr> addresses) {
        return addresses.stream().map(Multiaddr::toString).toList();
    }
}
