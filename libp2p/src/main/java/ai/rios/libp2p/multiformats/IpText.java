package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** IP addresses as text: four numbers, and RFC 4291 read and RFC 5952 written. No names, no zones, no brackets. */
final class IpText {
    private static final int GROUPS = 8;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private IpText() {}

    /** Four numbers of 0 to 255 without zeros in front. */
    static byte[] parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw refused(text, 4);
        }
        byte[] bytes = new byte[4];
        for (int at = 0; at < 4; at++) {
            if (!DECIMAL.matcher(parts[at]).matches() || Integer.parseInt(parts[at]) > 255) {
                throw refused(text, 4);
            }
            bytes[at] = (byte) Integer.parseInt(parts[at]);
        }
        return bytes;
    }

    static String print4(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    /** Groups of hexadecimal, at most one gap of zeros, the last two groups perhaps as four numbers. */
    static byte[] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text, text);
            if (all.length != 2 * GROUPS) {
                throw refused(text, 6);
            }
            return all;
        }
        byte[] before = groups(text.substring(0, gap), text);
        byte[] after = groups(text.substring(gap + 2), text);
        if (before.length + after.length > 2 * (GROUPS - 1)
                || text.substring(0, gap).contains(".")) {
            throw refused(text, 6);
        }
        byte[] bytes = Arrays.copyOf(before, 2 * GROUPS);
        System.arraycopy(after, 0, bytes, bytes.length - after.length, after.length);
        return bytes;
    }

    private static byte[] groups(String part, String whole) {
        if (part.isEmpty()) {
            return new byte[0];
        }
        String[] texts = part.split(":", -1);
        if (texts.length > GROUPS) {
            throw refused(whole, 6);
        }
        byte[] bytes = new byte[2 * GROUPS + 2];
        int length = 0;
        for (int at = 0; at < texts.length; at++) {
            if (at == texts.length - 1 && texts[at].contains(".")) {
                System.arraycopy(parse4(texts[at]), 0, bytes, length, 4);
                length += 4;
            } else if (GROUP.matcher(texts[at]).matches()) {
                int group = Integer.parseInt(texts[at], 16);
                bytes[length++] = (byte) (group >> 8);
                bytes[length++] = (byte) group;
            } else {
                throw refused(whole, 6);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    static String print6(byte[] bytes) {
        if (Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
            return "::ffff:" + print4(Arrays.copyOfRange(bytes, MAPPED.length, bytes.length));
        }
        int gapAt = -1;
        int gapLength = 1;
        for (int at = 0; at < GROUPS; at++) {
            int zeros = 0;
            while (at + zeros < GROUPS && group(bytes, at + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gapAt = at;
                gapLength = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < GROUPS; at++) {
            if (at == gapAt) {
                text.append("::");
                at += gapLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, at)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int at) {
        return ((bytes[2 * at] & 0xff) << 8) | (bytes[2 * at + 1] & 0xff);
    }

    private static MalformedException refused(String text, int version) {
        return new MalformedException("\"" + text + "\" is no IPv" + version + " address");
    }
}
