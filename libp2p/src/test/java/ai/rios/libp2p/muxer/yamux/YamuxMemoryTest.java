package ai.rios.libp2p.muxer.yamux;

import static ai.rios.libp2p.muxer.yamux.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multihash;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.ResourceLimits.Limit;
import ai.rios.libp2p.resources.ResourceScope;
import ai.rios.libp2p.resources.Resources;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sessions hold is counted for the whole host, refused beyond its limits, and let go in the end. */
@Timeout(120)
final class YamuxMemoryTest {
    private static final PeerId PEER = new PeerId(Multihash.sha256(new byte[0]));
    private static final Limit MUCH = new Limit(1L << 40, 1_000);
    private static final long BASE = ResourceLimits.CONNECTION_BYTES + ResourceLimits.STREAM_BYTES;

    private static Resources resources(long system, int streamsOfConnection) {
        return new Resources(new ResourceLimits(
                new Limit(system, 1_000), MUCH, MUCH, new Limit(1L << 40, streamsOfConnection), MUCH));
    }

    @Test
    void whatIsNotReadIsBoundedForTheWholeHost() throws IOException {
        Resources resources = resources(BASE + (128 << 10), 10);
        try (RawPeer peer = RawPeer.dialed(resources.connection(PEER))) {
            peer.data(SYN, 1, new byte[128 << 10]);
            MuxedStream stream = peer.session.acceptStream();
            Task.until("all has come", () -> peer.session.budget().unread() == 128 << 10);
            assertThat(resources.system().bytes()).isEqualTo(BASE + (128 << 10));
            peer.window(SYN, 3, 0);
            assertThat(peer.next()).as("no room for a stream").isEqualTo("WINDOW_UPDATE RST 3 4098");
            peer.data(0, 1, new byte[1]);
            assertThat(peer.next()).as("no room for a byte").isEqualTo("WINDOW_UPDATE RST 1 4098");
            assertThatThrownBy(() -> stream.input().read()).isInstanceOf(IOException.class);
            Task.until("all is let go", () -> resources.system().bytes() == ResourceLimits.CONNECTION_BYTES);
        }
        assertThat(resources.system().isEmpty()).isTrue();
        assertThat(resources.peers()).isZero();
    }

    @Test
    void whatIsReadMakesRoom() throws IOException {
        Resources resources = resources(BASE + (64 << 10), 10);
        try (RawPeer peer = RawPeer.dialed(resources.connection(PEER))) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            for (int round = 0; round < 3; round++) {
                peer.data(0, 1, new byte[64 << 10]);
                assertThat(stream.input().readNBytes(64 << 10)).hasSize(64 << 10);
            }
        }
    }

    @Test
    void aWriterWithLittleMemoryIsSlowAndOneWithNoneFails() throws Exception {
        Resources resources = resources(BASE + 1_024, 10);
        try (RawPeer peer = RawPeer.dialed(resources.connection(PEER))) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            Task<Boolean> writing = Task.of(() -> {
                stream.output().write(new byte[100_000]);
                stream.output().flush();
                return true;
            });
            int frames = 0;
            for (int left = 100_000; left > 0; ) {
                String frame = peer.next();
                if (frame.startsWith("DATA")) {
                    left -= Integer.parseInt(frame.substring(frame.lastIndexOf(' ') + 1));
                    frames++;
                }
            }
            assertThat(writing.result()).isTrue();
            assertThat(frames).isGreaterThan(90);
        }
        Resources none = resources(BASE, 10);
        try (RawPeer peer = RawPeer.dialed(none.connection(PEER))) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            assertThatThrownBy(() -> stream.output().write(1)).isInstanceOf(LimitException.class);
            assertThatThrownBy(peer.session::openStream).isInstanceOf(LimitException.class);
        }
    }

    @Test
    void streamsOfAConnectionAreBoundedAcrossBothEnds() throws IOException {
        Resources resources = resources(1L << 40, 2);
        try (RawPeer peer = RawPeer.dialed(resources.connection(PEER))) {
            peer.window(SYN, 1, 0);
            peer.session.acceptStream();
            MuxedStream ours = peer.session.openStream();
            assertThatThrownBy(peer.session::openStream).isInstanceOf(LimitException.class);
            ours.reset();
            assertThat(peer.session.openStream()).isNotNull();
        }
    }

    @Test
    void whatHadComeIsReadAfterTheEndAndForgottenAWhileLater() throws IOException {
        Resources resources = resources(1L << 40, 10);
        RawPeer peer = RawPeer.dialed(resources.connection(PEER));
        peer.data(SYN, 1, new byte[1_000]);
        peer.data(SYN, 3, new byte[1_000]);
        MuxedStream read = peer.session.acceptStream();
        MuxedStream unread = peer.session.acceptStream();
        Task.until("all has come", () -> peer.session.budget().unread() == 2_000);
        peer.close();
        assertThat(read.input().readNBytes(1_000)).hasSize(1_000);
        Task.until(
                "all but what is not read is let go", () -> resources.system().bytes() == 1_000);
        peer.timers.advance(YamuxLimits.DEFAULTS.times().lingerFor());
        assertThat(resources.system().isEmpty()).isTrue();
        assertThat(resources.peers()).isZero();
        assertThatThrownBy(() -> unread.input().read()).isInstanceOf(MuxerException.class);
    }

    @Test
    void whatWasForgottenIsNoEnd() throws IOException {
        RawPeer peer = RawPeer.dialed();
        peer.data(SYN | RawPeer.FIN, 1, new byte[1_000]);
        MuxedStream stream = peer.session.acceptStream();
        Task.until("all has come", () -> peer.session.budget().unread() == 1_000);
        peer.close();
        Task.until("the end has come", peer.session::isClosed);
        assertThat(stream.input().read()).isZero();
        peer.timers.advance(YamuxLimits.DEFAULTS.times().lingerFor());
        assertThatThrownBy(() -> stream.input().read()).isInstanceOf(MuxerException.class);
    }

    @Test
    void windowsDoNotGrowBeyondTheMemory() {
        ResourceScope memory = ResourceScope.unbounded();
        assertThat(new WindowBudget(YamuxLimits.Windows.DEFAULTS, memory).grow(1 << 18))
                .isEqualTo(1 << 19);
        memory.reserve(Long.MAX_VALUE - 1_000);
        assertThat(new WindowBudget(YamuxLimits.Windows.DEFAULTS, memory).grow(1 << 18))
                .isEqualTo(1 << 18);
    }

    @Test
    void allWindowsTogetherDoNotGrowBeyondTheMemory() throws LimitException {
        long room = 3 << 20;
        WindowBudget budget = new WindowBudget(
                YamuxLimits.Windows.DEFAULTS,
                resources(ResourceLimits.CONNECTION_BYTES + room, 10).connection(PEER));
        long[] sizes = new long[8];
        for (int at = 0; at < sizes.length; at++) {
            budget.opened();
            sizes[at] = ReceiveWindow.INITIAL;
        }
        for (int round = 0; round < 8; round++) {
            Arrays.setAll(sizes, at -> budget.grow(sizes[at]));
        }
        // An eighth of what they are is kept back for what arrivals take beyond that; one step more would not fit.
        long most = room - 2L * ReceiveWindow.INITIAL;
        assertThat(budget.windows()).isEqualTo(most);
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(most);
    }
}
