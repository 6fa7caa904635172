package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.io.WholeFile;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class PeerFileTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
    private static final Multiaddr TWO = Multiaddr.parse("/ip4/1.2.3.4/tcp/2");
    private static final PeerId PEER = StandingConnections.peer(1);
    private static final PeerId OTHER = StandingConnections.peer(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final ManualTimers timers = new ManualTimers();
    private final PeerStore store = new PeerStore(timers);

    private PeerFile file(Instant now) {
        return new PeerFile(folder, InstantSource.fixed(now));
    }

    private Path path() {
        return folder.resolve(PeerFile.NAME);
    }

    private PeerStore loaded(Instant now) throws IOException {
        PeerStore after = new PeerStore(timers);
        file(now).load().forEach(after::put);
        return after;
    }

    private void saveTwo() throws IOException {
        store.addAddresses(PEER, List.of(ONE), MINUTE);
        store.addAddresses(PEER, List.of(TWO), MINUTE.multipliedBy(3));
        store.setProtocols(PEER, List.of("/a", "/b"));
        assertThat(store.admitRecord(PEER, 7)).isTrue();
        store.setAddresses(OTHER, List.of(ONE), MINUTE);
        file(NOW).save(store.entries());
    }

    @Test
    void whatIsSavedHoldsAfterwardsForTheTimeThatIsLeft() throws IOException {
        saveTwo();
        PeerStore after = loaded(NOW.plus(MINUTE));
        assertThat(after.addresses(PEER)).containsExactly(TWO);
        assertThat(after.protocols(PEER)).containsExactlyInAnyOrder("/a", "/b");
        assertThat(after.admitRecord(PEER, 6)).as("an older record than before").isFalse();
        assertThat(after.addresses(OTHER)).isEmpty();
        timers.advance(MINUTE.multipliedBy(2));
        assertThat(after.addresses(PEER)).isEmpty();
    }

    @Test
    void whatAPeerToldItselfIsReplacedByWhatItTellsLater() throws IOException {
        saveTwo();
        PeerStore after = loaded(NOW);
        after.setAddresses(PEER, List.of(), MINUTE);
        after.setAddresses(OTHER, List.of(TWO), MINUTE);
        assertThat(after.addresses(PEER)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(after.addresses(OTHER)).containsExactly(TWO);
    }

    @Test
    void ofPeersThatAreConnectedIsKeptWhatIsKeptAfterAConnection() throws IOException {
        store.connected(PEER);
        store.addAddresses(PEER, List.of(ONE), MINUTE);
        timers.advance(MINUTE.multipliedBy(5));
        file(NOW).save(store.entries());
        assertThat(loaded(NOW.plus(PeerStore.KEPT_AFTER_CONNECTION).minusMillis(1))
                        .addresses(PEER))
                .containsExactly(ONE);
        assertThat(loaded(NOW.plus(PeerStore.KEPT_AFTER_CONNECTION)).addresses(PEER))
                .isEmpty();
    }

    @Test
    void aClockThatIsTurnedBackMakesNothingHoldForLonger() throws IOException {
        saveTwo();
        PeerStore after = loaded(NOW.minus(Duration.ofDays(100)));
        assertThat(after.addresses(PEER)).hasSize(2);
        timers.advance(MINUTE.multipliedBy(3));
        assertThat(after.addresses(PEER)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void aDamagedFileIsRefusedAsAWhole(long seed) throws IOException {
        saveTwo();
        byte[] good = Files.readAllBytes(path());
        Fuzz.refuses(seed, List.of(good), bytes -> {
            if (!Arrays.equals(bytes, good)) {
                assertThatThrownBy(() -> WholeFile.open(bytes, PeerFile.LONGEST))
                        .isInstanceOf(MalformedException.class);
                throw new MalformedException("refused");
            }
        });
        Fuzz.refuses(
                seed,
                List.of(WholeFile.open(good, PeerFile.LONGEST)),
                bytes -> PeerFile.decode(bytes, NOW.toEpochMilli()));
    }

    @Test
    void aDamagedFileIsSetAsideAndMakesRoomForANewOne() throws IOException {
        byte[] damaged = new byte[100];
        Files.write(path(), damaged);
        assertThat(file(NOW).load()).isEmpty();
        assertThat(folder.resolve(PeerFile.NAME + ".damaged")).hasBinaryContent(damaged);
        saveTwo();
        assertThat(loaded(NOW).addresses(PEER)).hasSize(2);
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .as("nothing half-written is left")
                    .containsExactlyInAnyOrder(path(), folder.resolve(PeerFile.NAME + ".damaged"));
        }
    }

    @Test
    void whatHasChangedIsSavedFromTimeToTimeAndAtTheEnd() throws IOException {
        PeerKeeper keeper = new PeerKeeper(store, file(NOW), timers);
        keeper.start();
        timers.advance(PeerKeeper.EVERY);
        Task.until("it has looked", () -> timers.waiting() == 1);
        assertThat(path()).as("nothing has changed").doesNotExist();
        store.addAddresses(PEER, List.of(ONE), MINUTE.multipliedBy(9));
        timers.advance(PeerKeeper.EVERY);
        Task.until("it is saved", () -> timers.waiting() == 1);
        assertThat(loaded(NOW).addresses(PEER)).containsExactly(ONE);
        store.addAddresses(PEER, List.of(TWO), MINUTE.multipliedBy(9));
        keeper.close();
        assertThat(loaded(NOW).addresses(PEER)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aHostKnowsPeersAfterARestart() throws IOException {
        try (Host listener = Host.builder().listen("/ip4/127.0.0.1/tcp/0").start()) {
            try (Host before = Host.builder().peers(folder).start()) {
                before.identify(before.connect(listener.addresses().getFirst()));
            }
            try (Host after = Host.builder().peers(folder).start()) {
                assertThat(after.connect(new PeerAddresses(listener.id(), List.of()))
                                .remotePeer())
                        .isEqualTo(listener.id());
            }
        }
    }
}
