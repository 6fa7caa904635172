package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.util.Arrays;

/**
 * Bytes as the digits of one large number; each zero byte in front is one zero digit in front. The work grows with the
 * square of the length, which is therefore bounded. Immutable.
 */
final class Radix {
    /** Characters, and bytes, at most. */
    static final int LONGEST = 256;

    private final String name;
    private final String digits;
    private final byte[] values = new byte[128];

    Radix(String name, String digits) {
        this.name = name;
        this.digits = digits;
        Arrays.fill(values, (byte) -1);
        for (int at = 0; at < digits.length(); at++) {
            values[digits.charAt(at)] = (byte) at;
        }
    }

    String encode(byte[] bytes) {
        bounded(bytes.length);
        int zeros = skipZeros(bytes, 0);
        StringBuilder text = new StringBuilder();
        byte[] number = Arrays.copyOfRange(bytes, zeros, bytes.length);
        for (int start = 0; start < number.length; start = skipZeros(number, start)) {
            text.append(digits.charAt(divide(number, start, 256, digits.length())));
        }
        return text.append(digits.substring(0, 1).repeat(zeros)).reverse().toString();
    }

    byte[] decode(String text) {
        bounded(text.length());
        byte[] number = new byte[text.length()];
        for (int at = 0; at < number.length; at++) {
            char digit = text.charAt(at);
            number[at] = digit < values.length ? values[digit] : -1;
            if (number[at] < 0) {
                throw new MalformedException("character " + (at + 1) + " is no digit of " + name);
            }
        }
        int zeros = skipZeros(number, 0);
        byte[] reversed = new byte[number.length];
        int length = 0;
        for (int start = zeros; start < number.length; start = skipZeros(number, start)) {
            reversed[length++] = (byte) divide(number, start, digits.length(), 256);
        }
        byte[] bytes = new byte[zeros + length];
        for (int at = 0; at < length; at++) {
            bytes[zeros + at] = reversed[length - 1 - at];
        }
        return bytes;
    }

    private static int skipZeros(byte[] number, int start) {
        int at = start;
        while (at < number.length && number[at] == 0) {
            at++;
        }
        return at;
    }

    private void bounded(int length) {
        if (length > LONGEST) {
            throw new MalformedException(name + " is for " + LONGEST + " characters at most, not " + length);
        }
    }

    /** Divides the number, whose digits from {@code start} on have base {@code from}; the remainder is returned. */
    private static int divide(byte[] number, int start, int from, int by) {
        int remainder = 0;
        for (int at = start; at < number.length; at++) {
            int dividend = remainder * from + (number[at] & 0xff);
            number[at] = (byte) (dividend / by);
            remainder = dividend % by;
        }
        return remainder;
    }
}
