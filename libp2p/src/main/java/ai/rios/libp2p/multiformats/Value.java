package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What may follow a part's name in an address: its two forms, and how long the binary one is. */
enum Value {
    NONE(0) {
        @Override
        byte[] encode(String text) {
            return new byte[0];
        }

        @Override
        String decode(byte[] bytes) {
            return "";
        }
    },
    IP4(4) {
        @Override
        byte[] encode(String text) {
            return IpText.parse4(text);
        }

        @Override
        String decode(byte[] bytes) {
            return IpText.print4(bytes);
        }
    },
    IP6(16) {
        @Override
        byte[] encode(String text) {
            return IpText.parse6(text);
        }

        @Override
        String decode(byte[] bytes) {
            return IpText.print6(bytes);
        }
    },
    PORT(2) {
        @Override
        byte[] encode(String text) {
            if (!PORT_DIGITS.matcher(text).matches() || Integer.parseInt(text) > 0xffff) {
                throw new MalformedException("\"" + text + "\" is no port");
            }
            return ByteBuffer.allocate(2)
                    .putShort((short) Integer.parseInt(text))
                    .array();
        }

        @Override
        String decode(byte[] bytes) {
            return Integer.toString(ByteBuffer.wrap(bytes).getShort() & 0xffff);
        }
    },
    NUMBER(8) {
        @Override
        byte[] encode(String text) {
            if (!NUMBER_DIGITS.matcher(text).matches()) {
                throw new MalformedException("\"" + text + "\" is no number");
            }
            try {
                return ByteBuffer.allocate(8)
                        .putLong(Long.parseUnsignedLong(text))
                        .array();
            } catch (NumberFormatException tooLarge) {
                throw new MalformedException(text + " does not fit 8 bytes", tooLarge);
            }
        }

        @Override
        String decode(byte[] bytes) {
            return Long.toUnsignedString(ByteBuffer.wrap(bytes).getLong());
        }
    },
    NAME(Value.VARIABLE) {
        @Override
        byte[] encode(String text) {
            return named(text);
        }

        @Override
        String decode(byte[] bytes) {
            String text = Utf8.decode(bytes);
            named(text);
            return text;
        }

        private byte[] named(String text) {
            if (text.isEmpty() || text.indexOf('/') >= 0) {
                throw new MalformedException("a name in an address is not empty and has no slash");
            }
            return Utf8.encode(text);
        }
    },
    PEER(Value.VARIABLE) {
        @Override
        byte[] encode(String text) {
            if (text.startsWith("1") || text.startsWith("Qm")) {
                return Multihash.decode(Base58.decode(text)).toBytes();
            }
            Cid cid = Cid.parse(text);
            if (cid.codec() != Cid.LIBP2P_KEY) {
                throw new MalformedException("\"" + text + "\" names no peer");
            }
            return cid.multihash().toBytes();
        }

        @Override
        String decode(byte[] bytes) {
            return Multihash.decode(bytes).toString();
        }
    },
    /** Any multihash: what is hashed, and how, is for others to know. */
    HASH(Value.VARIABLE) {
        @Override
        byte[] encode(String text) {
            byte[] bytes = Multibase.decode(text);
            decode(bytes);
            return bytes;
        }

        @Override
        String decode(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Varint.read(in);
            if (Varint.read(in) != in.remaining()) {
                throw new MalformedException("a hash in an address is not as long as it says");
            }
            return Multibase.BASE64URL.encode(bytes);
        }
    },
    /** The rest of the address, its first slash included. */
    PATH(Value.VARIABLE) {
        @Override
        byte[] encode(String text) {
            if (text.length() < 2 || text.charAt(0) != '/' || text.endsWith("/")) {
                throw new MalformedException("a path in an address begins with a slash and does not end with one");
            }
            return Utf8.encode(text);
        }

        @Override
        String decode(byte[] bytes) {
            String text = Utf8.decode(bytes);
            encode(text);
            return text;
        }
    },
    /** Bytes, with all but the unreserved characters of RFC 3986 as percent and two digits. */
    PERCENT(Value.VARIABLE) {
        @Override
        byte[] encode(String text) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] bytes = Utf8.encode(text);
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] != '%') {
                    out.write(bytes[at]);
                    continue;
                }
                if (at + 2 >= bytes.length
                        || !HexFormat.isHexDigit(bytes[at + 1])
                        || !HexFormat.isHexDigit(bytes[at + 2])) {
                    throw new MalformedException("a percent sign in an address has two digits after it");
                }
                out.write((HexFormat.fromHexDigit(bytes[at + 1]) << 4) | HexFormat.fromHexDigit(bytes[at + 2]));
                at += 2;
            }
            return notEmpty(out.toByteArray());
        }

        @Override
        String decode(byte[] bytes) {
            StringBuilder text = new StringBuilder();
            for (byte next : notEmpty(bytes)) {
                char letter = (char) (next & 0xff);
                if (UNRESERVED.indexOf(letter) >= 0) {
                    text.append(letter);
                } else {
                    text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(next));
                }
            }
            return text.toString();
        }

        private byte[] notEmpty(byte[] bytes) {
            if (bytes.length == 0) {
                throw new MalformedException("a path of HTTP in an address is not empty");
            }
            return bytes;
        }
    };

    /** Stands for a length that is said before the bytes. */
    static final int VARIABLE = -1;

    private static final Pattern PORT_DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NUMBER_DIGITS = Pattern.compile("[0-9]{1,20}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final int size;

    Value(int size) {
        this.size = size;
    }

    /** Bytes of the binary form, or {@link #VARIABLE}. */
    int size() {
        return size;
    }

    /** The binary form of a text, without its length. */
    abstract byte[] encode(String text);

    /** The one text that this module writes for {@code bytes}, which have the right number. */
    abstract String decode(byte[] bytes);
}
