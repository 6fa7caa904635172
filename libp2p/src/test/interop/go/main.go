// A go-libp2p peer for the interoperability tests and for ./rios bench libp2p: the same verbs and lines as ./rios peer, and dht for
// several servers. Where it listens, SIGUSR1 collects garbage and gives memory back, so that what is resident is in use.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/libp2p/go-libp2p"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/p2p/host/autonat"
	"github.com/libp2p/go-libp2p/p2p/protocol/autonatv2"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/client"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	"github.com/libp2p/go-libp2p/p2p/protocol/holepunch"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	tls "github.com/libp2p/go-libp2p/p2p/security/tls"
	libp2pquic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	"github.com/multiformats/go-multiaddr"
	"github.com/multiformats/go-multihash"
)

const echoProtocol = "/rios/echo/1.0.0"
const mostBytes = 64 << 20

func say(line map[string]any) {
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

func check(err error) {
	if err != nil {
		say(map[string]any{"event": "error", "message": err.Error()})
		os.Exit(1)
	}
}

var security = "noise"

func securityOption() libp2p.Option {
	if security == "tls" {
		return libp2p.Security(tls.ID, tls.New)
	}
	return libp2p.Security(noise.ID, noise.New)
}

// Whether QUIC is spoken in the place of TCP.
var overQuic = false

func transportOption() libp2p.Option {
	if overQuic {
		return libp2p.Transport(libp2pquic.NewTransport)
	}
	return libp2p.Transport(tcp.NewTCPTransport)
}

func newHost(listen ...string) host.Host {
	return newHostWith(nil, listen...)
}

// A relay that gives reservations and circuits to everybody, on loopback and in private networks too.
func relayOptions() []libp2p.Option {
	all := func(addr multiaddr.Multiaddr) bool { return true }
	return []libp2p.Option{
		libp2p.ForceReachabilityPublic(),
		libp2p.EnableRelayService(relay.WithReservationAddressFilter(all)),
	}
}

func newHostWith(more []libp2p.Option, listen ...string) host.Host {
	h, err := libp2p.New(append(more,
		libp2p.NoTransports,
		transportOption(),
		securityOption(),
		libp2p.ListenAddrStrings(listen...),
		libp2p.ResourceManager(&network.NullResourceManager{}),
		libp2p.EnableRelay(),
		libp2p.UserAgent("go-libp2p/interop"),
	)...)
	check(err)
	return h
}

// A host that punches holes, once the relay has told it where it is seen; it neither begins nor answers before.
func newPuncher(tcpAddress, viaRelay string) host.Host {
	h := newHostWith([]libp2p.Option{libp2p.EnableHolePunching()}, tcpAddress)
	served, err := h.EventBus().Subscribe(new(event.EvtLocalProtocolsUpdated))
	check(err)
	defer served.Close()
	dial(h, viaRelay)
	for !slices.Contains((<-served.Out()).(event.EvtLocalProtocolsUpdated).Added, holepunch.Protocol) {
	}
	return h
}

func readFrame(in *bufio.Reader) ([]byte, error) {
	length, err := binary.ReadUvarint(in)
	if err != nil {
		return nil, err
	}
	if length > mostBytes {
		return nil, fmt.Errorf("a frame of %d bytes", length)
	}
	body := make([]byte, length)
	_, err = io.ReadFull(in, body)
	return body, err
}

func writeFrame(out io.Writer, body []byte) error {
	_, err := out.Write(append(binary.AppendUvarint(nil, uint64(len(body))), body...))
	return err
}

func serveEcho(stream network.Stream) {
	in := bufio.NewReader(stream)
	for {
		body, err := readFrame(in)
		if err == io.EOF {
			stream.Close()
			return
		}
		if err != nil || writeFrame(stream, body) != nil {
			stream.Reset()
			return
		}
	}
}

func dial(h host.Host, to string) peer.ID {
	address, err := multiaddr.NewMultiaddr(to)
	check(err)
	info, err := peer.AddrInfoFromP2pAddr(address)
	check(err)
	check(h.Connect(context.Background(), *info))
	return info.ID
}

// Takes a reservation; where its circuit leads follows.
func reserve(h host.Host, viaRelay string) string {
	address, err := multiaddr.NewMultiaddr(viaRelay)
	check(err)
	info, err := peer.AddrInfoFromP2pAddr(address)
	check(err)
	check(h.Connect(context.Background(), *info))
	reservation, err := client.Reserve(context.Background(), h, *info)
	check(err)
	if reservation.Voucher == nil {
		check(fmt.Errorf("no voucher"))
	}
	if len(reservation.Addrs) == 0 {
		check(fmt.Errorf("no addresses"))
	}
	say(map[string]any{"event": "reserved", "relay": info.ID.String(), "expires": reservation.Expiration.Unix()})
	return viaRelay + "/p2p-circuit/p2p/" + h.ID().String()
}

// Dials for others, by AutoNAT of this version; by version 2 in private networks too.
func dialForOthers(h host.Host, version int) {
	switch version {
	case 1:
		_, err := autonat.New(h, autonat.EnableService(newHost().Network()), autonat.WithReachability(network.ReachabilityPublic))
		check(err)
	case 2:
		startSecond(h)
	}
}

func startSecond(h host.Host) *autonatv2.AutoNAT {
	second, err := autonatv2.New(newHost(), autonatv2.AllowPrivateAddrs)
	check(err)
	check(second.Start(h))
	return second
}

// Asks whether this peer is reached where it listens, or where it claims to be.
func askToBeDialed(to, claim string, version int) {
	h := newHost("/ip4/127.0.0.1/tcp/0")
	var second *autonatv2.AutoNAT
	if version == 2 {
		second = startSecond(h)
	}
	id := dial(h, to)
	if version == 1 {
		err := autonat.NewAutoNATClient(h, nil, nil).DialBack(context.Background(), id)
		check(err)
		say(map[string]any{"event": "reachability", "is": "Public"})
		return
	}
	address := h.Addrs()[0]
	if claim != "" {
		var err error
		address, err = multiaddr.NewMultiaddr(claim)
		check(err)
	}
	request := []autonatv2.Request{{Addr: address, SendDialData: true}}
	result, err := second.GetReachability(context.Background(), request)
	for err == autonatv2.ErrNoPeers {
		// Identify has not told yet that the server is one.
		time.Sleep(10 * time.Millisecond)
		result, err = second.GetReachability(context.Background(), request)
	}
	check(err)
	say(map[string]any{"event": "reachability", "is": result.Reachability.String(), "refused": result.AllAddrsRefused})
}

func listen(tcpAddress, viaRelay string, asRelay, punches bool, autonatVersion int) {
	var h host.Host
	switch {
	case asRelay:
		h = newHostWith(relayOptions(), tcpAddress)
	case punches:
		h = newPuncher(tcpAddress, viaRelay)
	default:
		h = newHost(tcpAddress)
	}
	dialForOthers(h, autonatVersion)
	h.SetStreamHandler(echoProtocol, serveEcho)
	h.SetStreamHandler(perfProtocol, servePerf)
	giveMemoryBack()
	// Opens a stream and resets it, so that the other side sees a reset.
	h.SetStreamHandler("/rios/reset/1.0.0", func(stream network.Stream) { stream.Reset() })
	addrs := []string{}
	for _, address := range h.Addrs() {
		addrs = append(addrs, address.String()+"/p2p/"+h.ID().String())
	}
	if viaRelay != "" {
		addrs = []string{reserve(h, viaRelay)}
	}
	say(map[string]any{"event": "listening", "peer": h.ID().String(), "pid": os.Getpid(), "addrs": addrs})
	awaitEnd()
	h.Close()
}

// Loopback and private addresses are taken: a network of tests has no others.
func newDHT(h host.Host, prefix string, mode dht.ModeOpt) *dht.IpfsDHT {
	d, err := dht.New(context.Background(), h, dht.ProtocolPrefix(protocol.ID(prefix)), dht.Mode(mode),
		dht.AddressFilter(nil), dht.QueryFilter(anyPeer), dht.RoutingTableFilter(anyNeighbour))
	check(err)
	return d
}

func anyPeer(any, peer.AddrInfo) bool { return true }

func anyNeighbour(any, peer.ID) bool { return true }

func join(h host.Host, d *dht.IpfsDHT, bootstrap string) {
	for _, to := range strings.Split(bootstrap, ",") {
		id := dial(h, to)
		// The table takes a peer when identify says that it serves the protocol, and it has answered.
		for d.RoutingTable().Find(id) == "" {
			time.Sleep(10 * time.Millisecond)
		}
	}
	check(<-d.RefreshRoutingTable())
}

func contentOf(key string) cid.Cid {
	hash, err := multihash.Sum([]byte(key), multihash.SHA2_256, -1)
	check(err)
	return cid.NewCidV1(cid.Raw, hash)
}

func awaitEnd() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	<-end
}

// Several servers in one process, all of which know the peers to begin with.
func dhtServers(bootstrap, prefix string, count int) {
	addrs := []string{}
	for range count {
		h := newHost("/ip4/127.0.0.1/tcp/0")
		d := newDHT(h, prefix, dht.ModeServer)
		if bootstrap != "" {
			join(h, d, bootstrap)
		}
		addrs = append(addrs, h.Addrs()[0].String()+"/p2p/"+h.ID().String())
		if bootstrap == "" {
			bootstrap = addrs[0]
		}
	}
	say(map[string]any{"event": "listening", "pid": os.Getpid(), "addrs": addrs})
	awaitEnd()
}

func provide(bootstrap, prefix, key string) {
	h := newHost("/ip4/127.0.0.1/tcp/0")
	d := newDHT(h, prefix, dht.ModeServer)
	join(h, d, bootstrap)
	check(d.Provide(context.Background(), contentOf(key), true))
	say(map[string]any{"event": "provided", "peer": h.ID().String()})
	awaitEnd()
}

func find(bootstrap, prefix, key string) {
	h := newHost()
	d := newDHT(h, prefix, dht.ModeClient)
	join(h, d, bootstrap)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	providers, addrs := []string{}, []string{}
	for provider := range d.FindProvidersAsync(ctx, contentOf(key), 1) {
		providers = append(providers, provider.ID.String())
		for _, address := range provider.Addrs {
			addrs = append(addrs, address.String()+"/p2p/"+provider.ID.String())
		}
	}
	say(map[string]any{"event": "found", "providers": providers, "addrs": addrs})
}

// Dials over the relay, and echoes over the direct connection that comes of it, for which the stream waits.
func punch(tcpAddress, viaRelay, to string, size int) {
	h := newPuncher(tcpAddress, viaRelay)
	id := dial(h, to)
	limit := 90 * time.Second
	ctx, cancel := context.WithTimeout(network.WithDialPeerTimeout(context.Background(), limit), limit)
	defer cancel()
	stream, err := h.NewStream(ctx, id, echoProtocol)
	check(err)
	echoFrame(stream, bufio.NewReader(stream), make([]byte, size))
	check(stream.CloseWrite())
	conn := stream.Conn()
	say(map[string]any{"event": "punched", "bytes": size, "limited": conn.Stat().Limited, "remote": conn.RemoteMultiaddr().String()})
	h.Close()
}

func pings(to string, count int) {
	h := newHost()
	id := dial(h, to)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	results := ping.Ping(ctx, h, id)
	for range count {
		result := <-results
		check(result.Error)
		say(map[string]any{"event": "ping", "us": result.RTT.Microseconds()})
	}
}

func identify(to string) {
	h := newHost()
	id := dial(h, to)
	agent, err := h.Peerstore().Get(id, "AgentVersion")
	check(err)
	version, err := h.Peerstore().Get(id, "ProtocolVersion")
	check(err)
	protocols, err := h.Peerstore().GetProtocols(id)
	check(err)
	addrs := []string{}
	for _, address := range h.Peerstore().Addrs(id) {
		addrs = append(addrs, address.String())
	}
	say(map[string]any{"event": "identify", "agent": agent, "protocolVersion": version, "protocols": protocols, "listenAddrs": addrs})
}

// versions tells what this was built from.
func versions() {
	info, _ := debug.ReadBuildInfo()
	text := ""
	for _, module := range info.Deps {
		switch name := strings.TrimPrefix(module.Path, "github.com/libp2p/"); name {
		case "go-libp2p", "go-libp2p-kad-dht", "go-yamux/v5":
			text += strings.TrimSuffix(name, "/v5") + " " + strings.TrimPrefix(module.Version, "v") + ", "
		}
	}
	say(map[string]any{"event": "versions", "text": text + "Go " + strings.TrimPrefix(info.GoVersion, "go")})
}

func main() {
	verb := os.Args[1]
	flags := flag.NewFlagSet(verb, flag.ExitOnError)
	tcpAddress := flags.String("tcp", "/ip4/127.0.0.1/tcp/0", "where to listen")
	flags.BoolVar(&overQuic, "quic", false, "speak QUIC in the place of TCP, and listen at any port")
	viaRelay := flags.String("via-relay", "", "the relay over which to be reached")
	asRelay := flags.Bool("relay", false, "be a relay")
	punches := flags.Bool("punch", false, "come from relayed connections to direct ones")
	to := flags.String("to", "", "whom to dial")
	size := flags.Int("size", 1024, "bytes of a frame")
	count := flags.Int("count", 1, "frames, pings, handshakes or connections")
	parallel := flags.Int("parallel", 1, "streams, or hosts that dial")
	newStream := flags.Bool("new-stream", false, "a new stream for every frame")
	upload := flags.Int64("upload", 0, "bytes to the peer, on each stream")
	download := flags.Int64("download", 0, "bytes from the peer, on each stream")
	seconds := flags.Int("seconds", 10, "how long idle connections are held")
	flags.BoolVar(&byLine, "by-line", false, "run once for every line of standard input")
	bootstrap := flags.String("bootstrap", "", "peers to begin with, by commas")
	prefix := flags.String("dht-prefix", "/rios", "which network")
	key := flags.String("key", "", "what is provided")
	autonatVersion := flags.Int("autonat", 0, "which AutoNAT is spoken")
	claim := flags.String("claim", "", "where the peer says that it is")
	flags.StringVar(&security, "security", security, "noise or tls")
	check(flags.Parse(os.Args[2:]))
	if overQuic {
		*tcpAddress = "/ip4/127.0.0.1/udp/0/quic-v1"
	}
	switch verb {
	case "versions":
		versions()
	case "listen":
		listen(*tcpAddress, *viaRelay, *asRelay, *punches, *autonatVersion)
	case "autonat":
		askToBeDialed(*to, *claim, *autonatVersion)
	case "echo":
		echo(*to, *size, *count, *parallel, *newStream)
	case "perf":
		perf(*to, *upload, *download, *parallel)
	case "handshakes":
		handshakes(*to, *count, *parallel)
	case "idle":
		idle(*to, *count, *seconds)
	case "punch":
		punch(*tcpAddress, *viaRelay, *to, *size)
	case "ping":
		pings(*to, *count)
	case "identify":
		identify(*to)
	case "dht":
		dhtServers(*bootstrap, *prefix, *count)
	case "provide":
		provide(*bootstrap, *prefix, *key)
	case "find":
		find(*bootstrap, *prefix, *key)
	default:
		check(fmt.Errorf("no verb %s", verb))
	}
}
