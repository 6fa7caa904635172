package ai.rios.libp2p.multistream;

import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.io.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Predicate;

/**
 * multistream-select 1.0 (connections/README.md of the specifications). One end proposes, the other one takes a proposal by
 * saying it again, or says {@code na}. Nothing is read beyond the last line, so that what follows belongs to the protocol.
 * There is no time limit here; who calls ends the connection or stream that takes too long. Stateless.
 *
 * <pre>
 * initiator                              responder
 *   /multistream/1.0.0, proposal   ─►      (in one write)
 *                                  ◄─   /multistream/1.0.0, proposal or na
 *   next proposal                  ─►      (after na)
 * </pre>
 */
public final class Multistream {
    /** Proposals that a responder turns down before it gives up. */
    public static final int MOST_PROPOSALS = 10;

    private Multistream() {}

    /**
     * Proposes until the other end takes one.
     *
     * @param protocols the best first; at least one
     * @return the one that was taken
     * @throws NegotiationException when the other end takes none, or does not negotiate
     */
    public static String select(Duplex duplex, List<String> protocols) throws IOException {
        OutputStream out = duplex.output();
        // Both lines at once: some responders wait for ours before they send theirs.
        out.write(Lines.encode(Lines.HEADER, protocols.getFirst()));
        out.flush();
        Lines.expectHeader(duplex.input());
        for (int at = 0; at < protocols.size(); at++) {
            if (at > 0) {
                out.write(Lines.encode(protocols.get(at)));
                out.flush();
            }
            if (isTaken(duplex.input(), protocols.get(at))) {
                return protocols.get(at);
            }
        }
        throw new NegotiationException("the other end speaks none of " + protocols);
    }

    private static boolean isTaken(InputStream in, String protocol) throws IOException {
        return isTaken(Lines.read(in), protocol);
    }

    private static boolean isTaken(String answer, String protocol) throws NegotiationException {
        if (!answer.equals(protocol) && !answer.equals(Lines.NOT_AVAILABLE)) {
            throw new NegotiationException("the other end answers something else than " + protocol);
        }
        return answer.equals(protocol);
    }

    /**
     * Answers proposals until one can be taken.
     *
     * @param speaks whether this end speaks a protocol
     * @return the one that was taken
     * @throws NegotiationException when none of the first {@link #MOST_PROPOSALS} can be, or the other end does not
     *     negotiate
     */
    public static String answer(Duplex duplex, Predicate<String> speaks) throws IOException {
        InputStream in = duplex.input();
        OutputStream out = duplex.output();
        out.write(Lines.encode(Lines.HEADER));
        flushBeforeWaiting(in, out);
        Lines.expectHeader(in);
        for (int count = 0; count < MOST_PROPOSALS; count++) {
            flushBeforeWaiting(in, out);
            String proposal = Lines.read(in);
            if (speaks.test(proposal)) {
                out.write(Lines.encode(proposal));
                out.flush();
                return proposal;
            }
            out.write(Lines.encode(Lines.NOT_AVAILABLE));
        }
        out.flush();
        throw new NegotiationException("none of " + MOST_PROPOSALS + " proposals can be taken");
    }

    /** An initiator may wait for our line; where its own are here already, ours go in one write. */
    private static void flushBeforeWaiting(InputStream in, OutputStream out) throws IOException {
        if (in.available() == 0) {
            out.flush();
        }
    }

    /**
     * Proposes the one protocol without waiting for the answer: the two lines go with the first bytes that are written to
     * the result, or when it is first read, and the answer is looked at before anything else is read.
     *
     * <p>Reading fails with {@link NegotiationException} where the other end does not take the protocol; what was written
     * until then is lost.
     */
    public static Duplex propose(Duplex duplex, String protocol) throws IOException {
        duplex.output().write(Lines.encode(Lines.HEADER, protocol));
        return new OptimisticDuplex(duplex, protocol);
    }

    /** Looks at the answer to {@link #propose}. */
    static void requireTaken(String answer, String protocol) throws NegotiationException {
        if (!isTaken(answer, protocol)) {
            throw new NegotiationException("the other end does not speak " + protocol);
        }
    }
}
