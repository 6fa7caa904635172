package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.WholeFile;
import ai.rios.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProviderStoreTest {
    private static final KadLimits.Records LIMITS = new KadLimits.Records(
            3, 2, 5, 2, Duration.ofHours(1), Duration.ofMinutes(20), Duration.ofMinutes(30), Duration.ofMinutes(1));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final ManualTimers timers = new ManualTimers();
    private final ProviderStore store = new ProviderStore(LIMITS, timers, new Random(1));

    @TempDir
    private Path folder;

    private static Multihash key(int number) {
        return Multihash.sha256(new byte[] {(byte) number});
    }

    private static PeerAddresses provider(int number) {
        return new PeerAddresses(KadVectors.peer(number), KadVectors.at("/ip4/1.2.3.4/tcp/" + (1 + number)));
    }

    @Test
    void aRecordHoldsForItsTimeAndItsAddressesForTheirs() {
        store.add(key(1), provider(1));
        assertThat(store.providers(key(1))).containsExactly(provider(1));
        timers.advance(LIMITS.addresses());
        assertThat(store.providers(key(1))).containsExactly(new PeerAddresses(KadVectors.peer(1), List.of()));
        timers.advance(LIMITS.validity().minus(LIMITS.addresses()).minusNanos(1));
        assertThat(store.providers(key(1))).hasSize(1);
        timers.advance(Duration.ofNanos(1));
        assertThat(store.providers(key(1))).isEmpty();
        store.sweep();
        assertThat(store.size()).isZero();
        assertThat(store.addresses(KadVectors.peer(1))).isEmpty();
    }

    @Test
    void whoProvidesAnewHoldsForTheFullTimeAnew() {
        store.add(key(1), provider(1));
        timers.advance(Duration.ofMinutes(59));
        store.add(key(1), provider(1));
        timers.advance(Duration.ofMinutes(59));
        assertThat(store.providers(key(1))).hasSize(1);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void aKeyHasSoManyProvidersAndNotOneMore() {
        for (int at = 0; at < LIMITS.perKey(); at++) {
            assertThat(store.add(key(1), provider(at))).isTrue();
        }
        assertThat(store.add(key(1), provider(9))).isFalse();
        assertThat(store.add(key(1), provider(0)))
                .as("one that is there already")
                .isTrue();
        assertThat(store.providers(key(1))).hasSize(LIMITS.answered());
    }

    @Test
    void aProviderHasSoManyKeysAndNotOneMore() {
        assertThat(store.add(key(1), provider(1))).isTrue();
        assertThat(store.add(key(2), provider(1))).isTrue();
        assertThat(store.add(key(3), provider(1))).isFalse();
        timers.advance(LIMITS.validity());
        store.sweep();
        assertThat(store.add(key(3), provider(1))).isTrue();
    }

    @Test
    void thereAreSoManyRecordsAndNotOneMore() {
        for (int at = 0; at < LIMITS.total(); at++) {
            assertThat(store.add(key(at), provider(at))).isTrue();
        }
        assertThat(store.add(key(99), provider(99))).isFalse();
        assertThat(store.size()).isEqualTo(LIMITS.total());
    }

    /** Against a plain map of what was added and when it ends. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void itDoesWhatAPlainMapDoes(long seed) {
        Random random = new Random(seed);
        Map<Multihash, Map<PeerId, Long>> model = new HashMap<>();
        for (int round = 0; round < 1_000; round++) {
            timers.advance(Duration.ofMinutes(random.nextInt(5)));
            store.sweep();
            long now = timers.nanoTime();
            model.values().forEach(ofKey -> ofKey.values().removeIf(until -> until <= now));
            model.values().removeIf(Map::isEmpty);
            Multihash key = key(random.nextInt(4));
            PeerAddresses provider = provider(random.nextInt(4));
            Map<PeerId, Long> ofKey = model.getOrDefault(key, new HashMap<>());
            int size = model.values().stream().mapToInt(Map::size).sum();
            long keys = model.values().stream()
                    .filter(peers -> peers.containsKey(provider.id()))
                    .count();
            boolean isTaken = ofKey.containsKey(provider.id())
                    || (size < LIMITS.total() && ofKey.size() < LIMITS.perKey() && keys < LIMITS.perPeer());
            assertThat(store.add(key, provider)).isEqualTo(isTaken);
            if (isTaken) {
                ofKey.put(provider.id(), now + LIMITS.validity().toNanos());
                model.put(key, ofKey);
            }
            assertThat(store.size())
                    .isEqualTo(model.values().stream().mapToInt(Map::size).sum());
            Set<PeerId> found = new HashSet<>();
            store.providers(key).forEach(entry -> found.add(entry.id()));
            assertThat(model.getOrDefault(key, Map.of()).keySet()).containsAll(found);
            assertThat(found).hasSize(Math.min(LIMITS.answered(), ofKey.size()));
        }
    }

    private ProviderFile file(Instant now) {
        return new ProviderFile(folder, InstantSource.fixed(now));
    }

    private static List<ProviderStore.Entry> decoded(byte[] whole) {
        return ProviderFile.decode(WholeFile.open(whole, ProviderFile.LONGEST), NOW.toEpochMilli());
    }

    private void saveTwo() throws IOException {
        store.add(key(1), provider(1));
        timers.advance(Duration.ofMinutes(10));
        store.add(key(2), provider(2));
        file(NOW).save(store.entries());
    }

    @Test
    void whatIsSavedHoldsAfterwardsForTheTimeThatIsLeft() throws IOException {
        saveTwo();
        ProviderStore after = new ProviderStore(LIMITS, timers, new Random(1));
        file(NOW.plus(Duration.ofMinutes(25))).load().forEach(after::put);
        assertThat(after.providers(key(1)))
                .as("too old for addresses")
                .containsExactly(new PeerAddresses(KadVectors.peer(1), List.of()));
        assertThat(after.providers(key(2))).containsExactly(provider(2));
        timers.advance(Duration.ofMinutes(25));
        assertThat(after.providers(key(1))).isEmpty();
        assertThat(after.providers(key(2))).hasSize(1);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(ProviderFile.NAME));
        }
    }

    @Test
    void aClockThatWasAheadMakesNoRecordHoldForLonger() throws IOException {
        saveTwo();
        ProviderStore after = new ProviderStore(LIMITS, timers, new Random(1));
        file(NOW.minus(Duration.ofDays(100))).load().forEach(after::put);
        timers.advance(LIMITS.validity());
        assertThat(after.providers(key(2))).isEmpty();
    }

    @Test
    void whatIsSavedAndHasEndedIsNotThere() throws IOException {
        saveTwo();
        assertThat(file(NOW.plus(Duration.ofHours(2))).load()).isEmpty();
    }

    @Test
    void whereNothingIsSavedThereIsNothing() throws IOException {
        assertThat(file(NOW).load()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void aDamagedFileIsRefusedAsAWhole(long seed) throws IOException {
        saveTwo();
        byte[] good = Files.readAllBytes(folder.resolve(ProviderFile.NAME));
        assertThat(decoded(good)).hasSize(2);
        Fuzz.refuses(seed, List.of(good), bytes -> {
            if (!Arrays.equals(bytes, good)) {
                assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(MalformedException.class);
                throw new MalformedException("refused");
            }
        });
    }

    @Test
    void aDamagedFileIsAWarningAndNoRecordsAndMakesRoomForNewOnes() throws IOException {
        Files.write(folder.resolve(ProviderFile.NAME), new byte[100]);
        assertThat(file(NOW).load()).isEmpty();
        saveTwo();
        assertThat(file(NOW).load()).hasSize(2);
    }

    @Test
    void manyRecordsAreSavedAndReadAgain() throws IOException {
        ProviderStore large = new ProviderStore(KadLimits.DEFAULTS.records(), timers, new Random(1));
        IntStream.range(0, 1_000).forEach(at -> large.add(key(at % 200), provider(at)));
        file(NOW).save(large.entries());
        assertThat(file(NOW).load()).hasSize(large.size());
    }
}
