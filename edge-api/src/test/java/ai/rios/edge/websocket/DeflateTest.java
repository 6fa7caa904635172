package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeflateTest {
    private static final CompressionSettings TAKEOVER = new CompressionSettings(true, true, 1, 6);

    private final NativePool<Deflater> deflaters = MessageDeflater.pool(2, 6);
    private final NativePool<Inflater> inflaters = MessageInflater.pool(2);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate",
                "Permessage-Deflate; CLIENT_MAX_WINDOW_BITS | permessage-deflate",
                "permessage-deflate; client_max_window_bits=9 | permessage-deflate",
                "permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover | permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10 | permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=\"15\" | permessage-deflate; server_max_window_bits=15",
                "x-other, permessage-deflate | permessage-deflate",
                "permessage-deflate; what, permessage-deflate | permessage-deflate",
            })
    void anOfferIsAnsweredWithWhatItAsks(String offer, String answer) {
        assertThat(DeflateAgreement.negotiate(offer, TAKEOVER).map(DeflateAgreement::answer))
                .contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x-webkit-deflate-frame",
                "permessage-deflate; what",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            })
    void anOfferThatCannotBeTakenIsDeclined(String offer) {
        assertThat(DeflateAgreement.negotiate(offer, TAKEOVER)).isEmpty();
    }

    @Test
    void byDefaultBothSidesStartEachMessageFresh() {
        assertThat(DeflateAgreement.negotiate("permessage-deflate", CompressionSettings.DEFAULTS)
                        .map(DeflateAgreement::answer))
                .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @Test
    void whatIsSwitchedOffIsNeverAgreedTo() {
        CompressionSettings off = new CompressionSettings(false, true, 1, 6);
        assertThat(DeflateAgreement.negotiate("permessage-deflate", off)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 12, 15})
    void noMatchReachesBehindTheWindowAgreed(int windowBits) {
        // Given random bytes that come again just outside the window, which a larger window would find
        byte[] block = new byte[(1 << windowBits) + 1];
        new SplittableRandom(windowBits).nextBytes(block);
        byte[] twice = Arrays.copyOf(block, block.length * 2);
        System.arraycopy(block, 0, twice, block.length, block.length);
        Deflater deflater = deflaters.borrow();

        // When
        byte[] deflated = MessageDeflater.deflate(deflater, twice, 0, twice.length, windowBits);

        // Then
        assertThat(windowBits == 15 || deflated.length >= twice.length).isTrue();
        assertThat(inflated(deflated)).isEqualTo(twice);
        deflaters.giveBack(deflater);
    }

    @Test
    void aBombStopsAtTheMessageLimit() {
        // Given 3 MB of zeros, 3 KB on the wire
        byte[] bomb = new byte[3_000_000];
        Deflater deflater = deflaters.borrow();
        byte[] small = MessageDeflater.deflate(deflater, bomb, 0, bomb.length, 15);
        deflaters.giveBack(deflater);
        FrameRecorder recorder = new FrameRecorder(1 << 20, new MessageInflater(inflaters, false));

        // When
        recorder.take(ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | ClientFrames.BINARY, small));

        // Then
        assertThat(small.length).isLessThan(4_000);
        assertThat(recorder.answers()).containsExactly("close:1009");
    }

    @Test
    void aMessageOfExactlyTheLimitPasses() {
        byte[] full = new byte[10_000];
        Deflater deflater = deflaters.borrow();
        byte[] small = MessageDeflater.deflate(deflater, full, 0, full.length, 15);
        deflaters.giveBack(deflater);
        FrameRecorder recorder = new FrameRecorder(10_000, new MessageInflater(inflaters, false));

        recorder.take(ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | ClientFrames.BINARY, small));

        assertThat(recorder.answers()).hasSize(1).allMatch(answer -> answer.startsWith("binary:"));
    }

    @Test
    void dataThatDoesNotInflateIsRefused() {
        FrameRecorder recorder = new FrameRecorder(1_000, new MessageInflater(inflaters, false));
        recorder.take(ClientFrames.frame(
                ClientFrames.FIN | ClientFrames.RSV1 | ClientFrames.TEXT, ClientFrames.raw("FFFFFFFF")));
        assertThat(recorder.answers()).containsExactly("close:1007");
    }

    @Test
    void aMessageThatEndsInAFinalBlockIsRead() {
        // RFC 7692, 7.2.3.4: "Hello" in a block with BFINAL set, then the empty block's first byte
        FrameRecorder recorder = new FrameRecorder(1_000, new MessageInflater(inflaters, false));
        recorder.take(ClientFrames.frame(
                ClientFrames.FIN | ClientFrames.RSV1 | ClientFrames.TEXT, ClientFrames.raw("f348cdc9c9070000")));
        assertThat(recorder.answers()).containsExactly("text:Hello");
    }

    @Test
    void theExampleOfTheRfcIsReadInTwoFragments() {
        // RFC 7692, 7.2.3.1
        FrameRecorder recorder = new FrameRecorder(1_000, new MessageInflater(inflaters, false));
        recorder.take(ClientFrames.join(
                ClientFrames.frame(ClientFrames.RSV1 | ClientFrames.TEXT, ClientFrames.raw("f248cd")),
                ClientFrames.frame(ClientFrames.FIN, ClientFrames.raw("c9c90700"))));
        assertThat(recorder.answers()).containsExactly("text:Hello");
    }

    @Test
    void withContextASecondMessageMayReferToTheFirst() {
        // RFC 7692, 7.2.3.2
        FrameRecorder recorder = new FrameRecorder(1_000, new MessageInflater(inflaters, true));
        recorder.take(ClientFrames.join(
                ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | 1, ClientFrames.raw("f248cdc9c90700")),
                ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | 1, ClientFrames.raw("f200110000"))));
        assertThat(recorder.answers()).containsExactly("text:Hello", "text:Hello");
    }

    @Test
    void withoutContextASecondMessageMayNotReferToTheFirst() {
        FrameRecorder recorder = new FrameRecorder(1_000, new MessageInflater(inflaters, false));
        recorder.take(ClientFrames.join(
                ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | 1, ClientFrames.raw("f248cdc9c90700")),
                ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | 1, ClientFrames.raw("f200110000"))));
        assertThat(recorder.answers()).containsExactly("text:Hello", "close:1007");
    }

    @Test
    void aBroadcastIsDeflatedOnceForAllWhoStartFresh() {
        DeflateAgreement fresh = DeflateAgreement.negotiate("permessage-deflate", CompressionSettings.DEFAULTS)
                .orElseThrow();
        OutboundMessage message = OutboundMessage.text("again and ".repeat(100));
        byte[] first = new OutboundEncoder(fresh, deflaters, 1).encode(message);
        byte[] second = new OutboundEncoder(fresh, deflaters, 1).encode(message);
        assertThat(first).isSameAs(second).hasSizeLessThan(100);
    }

    @Test
    void smallMessagesAndClientsWithoutTheExtensionGetThePlainFrame() {
        OutboundMessage message = OutboundMessage.text("short");
        Optional<DeflateAgreement> fresh = DeflateAgreement.negotiate("permessage-deflate", TAKEOVER);
        assertThat(new OutboundEncoder(fresh.orElseThrow(), deflaters, 6).encode(message))
                .isSameAs(message.frame());
        assertThat(new OutboundEncoder(null, deflaters, 1).encode(message)).isSameAs(message.frame());
    }

    private byte[] inflated(byte[] deflated) {
        FrameRecorder recorder = new FrameRecorder(1 << 20, new MessageInflater(inflaters, false));
        recorder.take(ClientFrames.frame(ClientFrames.FIN | ClientFrames.RSV1 | ClientFrames.BINARY, deflated));
        String answer = recorder.answers().getFirst();
        return ClientFrames.raw(answer.substring("binary:".length()));
    }
}
