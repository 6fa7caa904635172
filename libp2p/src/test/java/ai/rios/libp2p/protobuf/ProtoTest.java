package ai.rios.libp2p.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtoTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void fieldsAreWrittenAsProtobufDoes() {
        assertThat(new ProtoWriter().varint(1, 0).toBytes()).isEqualTo(HEX.parseHex("0800"));
        assertThat(new ProtoWriter().varint(1, 300).toBytes()).isEqualTo(HEX.parseHex("08ac02"));
        assertThat(new ProtoWriter().varint(1, -1).toBytes()).isEqualTo(HEX.parseHex("08ffffffffffffffffff01"));
        assertThat(new ProtoWriter().text(666, "a").toBytes()).isEqualTo(HEX.parseHex("d2290161"));
        assertThat(new ProtoWriter().fixed64(2, 1).toBytes()).isEqualTo(HEX.parseHex("110100000000000000"));
    }

    @Test
    void everyKindOfFieldIsReadAndUnknownOnesArePassedOver() {
        ProtoReader in = new ProtoReader(
                HEX.parseHex("08ffffffffffffffffff01" + "1502000000" + "110100000000000000" + "1a0161"));
        assertThat(in.next()).isTrue();
        assertThat(in.varint()).isEqualTo(-1);
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(2);
        assertThat(in.next()).isTrue();
        assertThat(in.fixed64()).isEqualTo(1);
        assertThat(in.next()).isTrue();
        assertThat(in.text()).isEqualTo("a");
        assertThat(in.next()).isFalse();
    }

    @Test
    void protobufsOwnVarintsNeedNotBeTheShortest() {
        ProtoReader in = new ProtoReader(HEX.parseHex("088100"));
        assertThat(in.next()).isTrue();
        assertThat(in.varint()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "08",
                "0880",
                "0b",
                "0c",
                "0e",
                "0a",
                "0a01",
                "0affffffffffffffffff01",
                "09000000",
                "0d0000",
                "08ffffffffffffffffff02",
                "08ffffffffffffffffffff01",
                "808080808001"
            })
    void whatIsNoMessageIsRefused(String hex) {
        ProtoReader in = new ProtoReader(HEX.parseHex(hex));
        assertThatThrownBy(in::next).isInstanceOf(MalformedException.class);
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        ProtoReader in = new ProtoReader(HEX.parseHex("0800"));
        in.next();
        assertThatThrownBy(in::bytes).isInstanceOf(MalformedException.class);
        assertThatThrownBy(in::fixed64).isInstanceOf(MalformedException.class);
    }

    @Test
    void textIsUtf8() {
        ProtoReader in = new ProtoReader(HEX.parseHex("0a01ff"));
        in.next();
        assertThatThrownBy(in::text).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReader(long seed) {
        byte[] good = new ProtoWriter()
                .varint(1, 5)
                .bytes(2, new byte[20])
                .fixed64(3, 7)
                .text(4, "text")
                .toBytes();
        Fuzz.refuses(seed, List.of(good), bytes -> {
            ProtoReader in = new ProtoReader(bytes);
            while (in.next()) {
                switch (in.field() % 4) {
                    case 1 -> in.varint();
                    case 2 -> in.bytes();
                    case 3 -> in.fixed64();
                    default -> in.text();
                }
            }
        });
    }
}
