package ai.rios.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.io.Duplex;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class MultistreamTest {
    private static final String HEADER = "132f6d756c746973747265616d2f312e302e300a";
    private static final String NOISE = "072f6e6f6973650a";
    private static final String TLS = "0b2f746c732f312e302e300a";
    private static final String NA = "036e610a";
    private static final String LS = "036c730a";

    private static ScriptedDuplex says(String... hex) {
        return new ScriptedDuplex(HexFormat.of().parseHex(String.join("", hex)));
    }

    @Test
    void theInitiatorSendsHeaderAndProposalInOneWrite() throws IOException {
        ScriptedDuplex duplex = says(HEADER, NOISE, "aa");
        assertThat(Multistream.select(duplex, List.of("/noise", "/tls/1.0.0"))).isEqualTo("/noise");
        assertThat(duplex.sent()).containsExactly(HEADER + NOISE);
        assertThat(duplex.input().readAllBytes())
                .as("what belongs to the protocol")
                .containsExactly(0xaa);
    }

    @Test
    void theNextProposalFollowsARefusal() throws IOException {
        ScriptedDuplex duplex = says(HEADER, NA, TLS);
        assertThat(Multistream.select(duplex, List.of("/noise", "/tls/1.0.0"))).isEqualTo("/tls/1.0.0");
        assertThat(duplex.sent()).containsExactly(HEADER + NOISE, TLS);
    }

    @Test
    void whereEverythingIsRefusedTheInitiatorSaysSo() {
        assertThatThrownBy(() -> Multistream.select(says(HEADER, NA, NA), List.of("/noise", "/tls/1.0.0")))
                .isInstanceOf(NegotiationException.class)
                .hasMessageContaining("/noise");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NOISE,
                HEADER + TLS,
                HEADER + "00",
                HEADER + "022f61",
                HEADER + "8000",
                HEADER + "03ff610a",
                HEADER + "8108"
            })
    void anAnswerThatIsNoneIsRefused(String hex) {
        assertThatThrownBy(() -> Multistream.select(says(hex), List.of("/noise")))
                .isInstanceOf(NegotiationException.class);
    }

    @Test
    void anEndWithinTheNegotiationIsSaid() {
        assertThatThrownBy(() -> Multistream.select(says(HEADER), List.of("/noise")))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> Multistream.answer(says(HEADER), "/noise"::equals))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void theResponderTakesWhatItSpeaksAndRefusesAllElse() throws IOException {
        ScriptedDuplex duplex = says(HEADER, LS, HEADER, TLS, NOISE, "bb");
        assertThat(Multistream.answer(duplex, "/noise"::equals)).isEqualTo("/noise");
        assertThat(duplex.sent()).containsExactly(HEADER + NA + NA + NA + NOISE);
        assertThat(duplex.input().readAllBytes()).containsExactly(0xbb);
    }

    @Test
    void theResponderSendsItsHeaderBeforeItWaits() {
        ScriptedDuplex duplex = says();
        assertThatThrownBy(() -> Multistream.answer(duplex, _ -> true)).isInstanceOf(EOFException.class);
        assertThat(duplex.sent()).containsExactly(HEADER);
    }

    @Test
    void theResponderGivesUpAfterTenProposals() {
        String[] proposals = new String[Multistream.MOST_PROPOSALS + 2];
        Arrays.fill(proposals, TLS);
        proposals[0] = HEADER;
        proposals[proposals.length - 1] = NOISE;
        assertThatThrownBy(() -> Multistream.answer(says(proposals), "/noise"::equals))
                .isInstanceOf(NegotiationException.class);
    }

    @Test
    void aLineMayBeAsLongAsTheBoundAndNoLonger() throws IOException {
        String longest = "/" + "a".repeat(Lines.LONGEST - 2);
        String line = HexFormat.of().formatHex(Lines.encode(longest));
        assertThat(Multistream.answer(says(HEADER, line), longest::equals)).isEqualTo(longest);
        assertThatThrownBy(() -> Lines.encode(longest + "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Multistream.answer(says(HEADER, "8108"), _ -> true))
                .isInstanceOf(NegotiationException.class);
    }

    @Test
    void anOptimisticProposalGoesWithTheFirstBytes() throws IOException {
        ScriptedDuplex duplex = says(HEADER, NOISE, "cc");
        Duplex stream = Multistream.propose(duplex, "/noise");
        assertThat(duplex.sent()).isEmpty();
        stream.output().write(0xaa);
        stream.output().flush();
        assertThat(duplex.sent()).containsExactly(HEADER + NOISE + "aa");
        assertThat(stream.input().readAllBytes()).containsExactly(0xcc);
    }

    @Test
    void anOptimisticProposalIsSentByAReadToo() throws IOException {
        ScriptedDuplex duplex = says(HEADER, NOISE, "cc");
        Duplex stream = Multistream.propose(duplex, "/noise");
        assertThat(stream.input().read()).isEqualTo(0xcc);
        assertThat(duplex.sent()).containsExactly(HEADER + NOISE);
    }

    @Test
    void anOptimisticProposalThatWasSentIsNotSentByARead() throws IOException {
        ScriptedDuplex duplex = says(HEADER, NOISE, "cc");
        Duplex stream = Multistream.propose(duplex, "/noise");
        stream.output().flush();
        stream.output().write(0xaa);
        assertThat(stream.input().read()).isEqualTo(0xcc);
        assertThat(duplex.sent()).containsExactly(HEADER + NOISE);
    }

    @Test
    void anOptimisticProposalThatIsRefusedFailsEveryRead() throws IOException {
        Duplex stream = Multistream.propose(says(HEADER, NA), "/noise");
        assertThatThrownBy(() -> stream.input().read()).isInstanceOf(NegotiationException.class);
        assertThatThrownBy(() -> stream.input().read()).isInstanceOf(NegotiationException.class);
        Duplex other = Multistream.propose(says(HEADER, TLS, HEADER, NOISE, "cc"), "/noise");
        assertThatThrownBy(() -> other.input().readNBytes(5)).isInstanceOf(NegotiationException.class);
        assertThatThrownBy(() -> other.input().read())
                .as("what follows a refusal is no second answer")
                .isInstanceOf(NegotiationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 20, 21, 25, 28})
    void anAnswerThatADeadlineCutInTwoIsReadOn(int cutAt) throws IOException {
        byte[] answer = HexFormat.of().parseHex(HEADER + NOISE + "cc");
        Duplex stream = Multistream.propose(new ScriptedDuplex(new LateInput(answer, cutAt)), "/noise");
        assertThatThrownBy(() -> stream.input().read()).isInstanceOf(DeadlineException.class);
        assertThat(stream.input().read()).isEqualTo(0xcc);
    }

    /** A deadline passes once, before the byte at {@code cutAt}; it comes byte by byte. */
    private static final class LateInput extends InputStream {
        private final byte[] bytes;
        private final int cutAt;
        private boolean cut;
        private int at;

        private LateInput(byte[] bytes, int cutAt) {
            this.bytes = bytes;
            this.cutAt = cutAt;
        }

        @Override
        public int read() throws IOException {
            if (at == cutAt && !cut) {
                cut = true;
                throw new DeadlineException("later");
            }
            return at == bytes.length ? -1 : Byte.toUnsignedInt(bytes[at++]);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int next = read();
            if (next < 0) {
                return -1;
            }
            target[from] = (byte) next;
            return 1;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksEitherEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> good =
                List.of(HexFormat.of().parseHex(HEADER + NOISE), HexFormat.of().parseHex(HEADER + NA + TLS));
        for (int round = 0; round < 1_000; round++) {
            byte[] input = Fuzz.input(random, good);
            try {
                Multistream.answer(new ScriptedDuplex(input), "/noise"::equals);
            } catch (NegotiationException | EOFException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            } catch (IOException | RuntimeException other) {
                fail("seed " + seed + ", input " + HexFormat.of().formatHex(input), other);
            }
            try {
                Multistream.select(new ScriptedDuplex(input), List.of("/noise", "/tls/1.0.0"));
            } catch (NegotiationException | EOFException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            } catch (IOException | RuntimeException other) {
                fail("seed " + seed + ", input " + HexFormat.of().formatHex(input), other);
            }
        }
    }
}
