package ai.rios.libp2p.kad;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers the requests of others. Thread-safe. */
final class RequestServer implements Network.Server {
    private final Network network;
    private final Neighbours neighbours;
    private final ProviderStore store;
    private final Predicate<Multihash> provided;
    private final int replication;

    /**
     * A server.
     *
     * @param provided what this node itself provides
     * @param replication peers in an answer
     */
    RequestServer(
            Network network,
            Neighbours neighbours,
            ProviderStore store,
            Predicate<Multihash> provided,
            int replication) {
        this.network = network;
        this.neighbours = neighbours;
        this.store = store;
        this.provided = provided;
        this.replication = replication;
    }

    @Override
    public Optional<Message> answer(PeerId from, Multiaddr at, Message request) {
        Asker asker = new Asker(from, at, network.connected());
        return switch (request.type()) {
            case FIND_NODE -> Optional.of(withPeers(request, List.of(), named(request.key(), asker), asker));
            case GET_PROVIDERS -> {
                List<KadPeer> providers = providers(content(request), asker);
                yield Optional.of(withPeers(request, providers, Stream.empty(), asker));
            }
            case GET_VALUE -> Optional.of(withPeers(request, List.of(), Stream.empty(), asker));
            case ADD_PROVIDER -> {
                add(request, asker);
                yield Optional.empty();
            }
            case PING -> Optional.of(Message.asking(Message.Type.PING, request.key()));
            case PUT_VALUE -> throw new MalformedException("values are not stored here");
        };
    }

    /** Who asks, from where, and who else is connected to this node. */
    private record Asker(PeerId id, Multiaddr at, Map<PeerId, Multiaddr> connected) {
        private KadPeer told(PeerId peer, Stream<Multiaddr> addresses) {
            return new KadPeer(
                    peer,
                    addresses.filter(address -> IpGroups.isOfUse(address, at)).toList(),
                    connected.containsKey(peer));
        }
    }

    private static Multihash content(Message request) {
        return request.key().content().orElseThrow(() -> new MalformedException("content is provided by its SHA-256"));
    }

    /** The peer whose id the key is, if it is known where that is: it need not be a server. */
    private Stream<KadPeer> named(Key key, Asker asker) {
        return key.peer().map(peer -> asker.told(peer, known(peer))).stream();
    }

    private Stream<Multiaddr> known(PeerId peer) {
        return peer.equals(network.self())
                ? network.addresses().stream()
                : Stream.concat(network.addresses(peer).stream(), store.addresses(peer).stream())
                        .distinct();
    }

    private Message withPeers(Message request, List<KadPeer> providers, Stream<KadPeer> first, Asker asker) {
        if (request.key().isEmpty()) {
            throw new MalformedException("a request has a key");
        }
        List<KadPeer> named = first.toList();
        // two more than are told, since neither who asks nor who is named counts
        Stream<KadPeer> nearest = neighbours.closest(request.key().place(), replication + 2).stream()
                .filter(peer -> !peer.equals(asker.id))
                .filter(peer -> named.stream().noneMatch(known -> known.id().equals(peer)))
                .limit(replication)
                .map(peer -> asker.told(peer, network.addresses(peer).stream()));
        List<KadPeer> closer = Stream.concat(named.stream(), nearest)
                .filter(peer -> !peer.addresses().isEmpty())
                .toList();
        return new Message(request.type(), request.key(), closer, providers);
    }

    private List<KadPeer> providers(Multihash key, Asker asker) {
        List<KadPeer> providers = new ArrayList<>();
        if (provided.test(key)) {
            providers.add(asker.told(network.self(), network.addresses().stream()));
        }
        for (PeerAddresses provider : store.providers(key)) {
            Stream<Multiaddr> addresses = provider.addresses().isEmpty()
                    ? network.addresses(provider.id()).stream()
                    : provider.addresses().stream();
            providers.add(asker.told(provider.id(), addresses));
        }
        return providers;
    }

    /** Takes what the asker says of itself, and nothing that it says of others. */
    private void add(Message request, Asker asker) {
        Multihash key = content(request);
        List<Multiaddr> own = request.providers().stream()
                .filter(provider -> provider.id().equals(asker.id))
                .flatMap(provider -> provider.addresses().stream())
                .filter(address -> IpGroups.isOfUse(address, asker.at))
                .toList();
        if (own.isEmpty()) {
            throw new MalformedException("a peer provides for itself only, and says where it is");
        }
        store.add(key, new PeerAddresses(asker.id, own));
    }
}
