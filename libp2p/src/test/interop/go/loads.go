package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/multiformats/go-multiaddr"
)

const perfProtocol = "/perf/1.0.0"

// Frames up to this fit a stream's first window, and are sent whole before the echo is read.
const sentWhole = 64 << 10

var byLine = false

// turns runs a load once, or once for every line of standard input.
func turns(run func()) {
	if !byLine {
		run()
		return
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		run()
	}
}

func together(times int, run func()) {
	var group sync.WaitGroup
	for range times {
		group.Go(run)
	}
	group.Wait()
}

// latencies are how long things took.
type latencies struct {
	lock sync.Mutex
	took []time.Duration
}

func (l *latencies) since(start time.Time) {
	took := time.Since(start)
	l.lock.Lock()
	defer l.lock.Unlock()
	l.took = append(l.took, took)
}

// tell adds the median and the 99th percentile, in microseconds, to a line.
func (l *latencies) tell(line map[string]any) map[string]any {
	slices.Sort(l.took)
	for name, percent := range map[string]int{"p50us": 50, "p99us": 99} {
		line[name] = l.took[(len(l.took)-1)*percent/100].Microseconds()
	}
	return line
}

func echo(to string, size, count, parallel int, newStream bool) {
	h := newHost()
	id := dial(h, to)
	body := make([]byte, size)
	rand.Read(body)
	turns(func() {
		times := &latencies{}
		start := time.Now()
		together(parallel, func() { echoInTurn(h, id, body, count, newStream, times) })
		frames := len(times.took)
		say(times.tell(map[string]any{"event": "echo", "ok": true, "bytes": int64(size) * int64(frames), "frames": frames,
			"seconds": time.Since(start).Seconds(), "halfClose": true}))
	})
	h.Close()
}

func echoInTurn(h host.Host, id peer.ID, body []byte, count int, newStream bool, times *latencies) {
	streams, framesEach := 1, count
	if newStream {
		streams, framesEach = count, 1
	}
	for range streams {
		began := time.Now()
		stream, err := h.NewStream(network.WithAllowLimitedConn(context.Background(), "echo"), id, echoProtocol)
		check(err)
		in := bufio.NewReader(stream)
		for range framesEach {
			sending := time.Now()
			echoFrame(stream, in, body)
			if !newStream {
				times.since(sending)
			}
		}
		check(stream.CloseWrite())
		if _, err = in.ReadByte(); err != io.EOF {
			check(fmt.Errorf("no half-close came back: %v", err))
		}
		stream.Close()
		if newStream {
			times.since(began)
		}
	}
}

// A large frame comes back while it is being sent.
func echoFrame(stream network.Stream, in *bufio.Reader, body []byte) {
	sent := make(chan error, 1)
	if len(body) <= sentWhole {
		sent <- writeFrame(stream, body)
	} else {
		go func() { sent <- writeFrame(stream, body) }()
	}
	answer, err := readFrame(in)
	check(err)
	check(<-sent)
	if !bytes.Equal(answer, body) {
		check(errors.New("an echo differs"))
	}
}

func servePerf(stream network.Stream) {
	wanted := make([]byte, 8)
	if _, err := io.ReadFull(stream, wanted); err != nil {
		stream.Reset()
		return
	}
	if _, err := drain(stream); err != nil || send(stream, int64(binary.BigEndian.Uint64(wanted))) != nil {
		stream.Reset()
		return
	}
	stream.Close()
}

func drain(in io.Reader) (int64, error) {
	buffer := make([]byte, 64<<10)
	var drained int64
	for {
		count, err := in.Read(buffer)
		drained += int64(count)
		if err == io.EOF {
			return drained, nil
		}
		if err != nil {
			return drained, err
		}
	}
}

func send(out io.Writer, bytes int64) error {
	buffer := make([]byte, 64<<10)
	for left := bytes; left > 0; left -= int64(len(buffer)) {
		if _, err := out.Write(buffer[:min(left, int64(len(buffer)))]); err != nil {
			return err
		}
	}
	return nil
}

func perf(to string, upload, download int64, parallel int) {
	h := newHost()
	id := dial(h, to)
	turns(func() {
		start := time.Now()
		together(parallel, func() { perfStream(h, id, upload, download) })
		seconds := time.Since(start).Seconds()
		up, down := upload*int64(parallel), download*int64(parallel)
		say(map[string]any{"event": "perf", "ok": true, "uploaded": up, "downloaded": down, "seconds": seconds,
			"mbytesPerSecond": float64(up+down) / seconds / 1e6})
	})
	h.Close()
}

func perfStream(h host.Host, id peer.ID, upload, download int64) {
	stream, err := h.NewStream(context.Background(), id, perfProtocol)
	check(err)
	_, err = stream.Write(binary.BigEndian.AppendUint64(nil, uint64(download)))
	check(err)
	check(send(stream, upload))
	check(stream.CloseWrite())
	came, err := drain(stream)
	check(err)
	if came != download {
		check(fmt.Errorf("%d bytes came where %d were asked for", came, download))
	}
	stream.Close()
}

// connect dials, and returns when a stream could be opened: unlike dial it does not wait until identify is done.
func connect(h host.Host, to string) network.Conn {
	address, err := multiaddr.NewMultiaddr(to)
	check(err)
	info, err := peer.AddrInfoFromP2pAddr(address)
	check(err)
	h.Peerstore().AddAddrs(info.ID, info.Addrs, peerstore.PermanentAddrTTL)
	connection, err := h.Network().DialPeer(context.Background(), info.ID)
	check(err)
	return connection
}

func handshakes(to string, count, parallel int) {
	turns(func() {
		times := &latencies{}
		var left atomic.Int64
		left.Store(int64(count))
		start := time.Now()
		together(parallel, func() {
			h := newHost()
			for left.Add(-1) >= 0 {
				began := time.Now()
				connection := connect(h, to)
				times.since(began)
				connection.Close()
			}
			h.Close()
		})
		seconds := time.Since(start).Seconds()
		say(times.tell(map[string]any{"event": "handshakes", "ok": true, "count": count, "seconds": seconds,
			"perSecond": float64(count) / seconds}))
	})
}

func idle(to string, count, seconds int) {
	connections := []network.Conn{}
	for range count {
		connections = append(connections, connect(newHost(), to))
	}
	say(map[string]any{"event": "standing", "count": count})
	time.Sleep(time.Duration(seconds) * time.Second)
	held := 0
	for _, connection := range connections {
		if !connection.IsClosed() {
			held++
		}
	}
	say(map[string]any{"event": "idle", "count": count, "held": held, "seconds": seconds})
}

// giveMemoryBack does so whenever SIGUSR1 asks for it.
func giveMemoryBack() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			debug.FreeOSMemory()
			say(map[string]any{"event": "collected"})
		}
	}()
}
