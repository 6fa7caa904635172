package ai.rios.edge.http;

import java.util.List;

/**
 * Which of our ways to write an answer the client accepts. Immutable.
 *
 * @param plain some way of ours is acceptable
 * @param envelope the answer is to come in an envelope
 * @param problem errors are to come as RFC 9457 has them
 */
record AcceptedTypes(boolean plain, boolean envelope, boolean problem) {
    /** Media type that asks for an envelope. */
    static final String ENVELOPE = "application/vnd.rios.envelope+json";

    /** Media type that asks for RFC 9457's form of errors. */
    static final String PROBLEM = "application/problem+json";

    static final String JSON = "application/json";

    /**
     * What an {@code Accept} header allows.
     *
     * @param lines of the header; none allows everything
     * @param produced media type of the route's plain answers
     */
    static AcceptedTypes of(List<String> lines, String produced) {
        if (lines.isEmpty()) {
            return new AcceptedTypes(true, false, false);
        }
        QualityList accept = QualityList.parse(lines);
        int plain = weight(accept, produced);
        int envelope = accept.weightOf(ENVELOPE);
        int problem = accept.weightOf(PROBLEM);
        boolean enveloped = envelope > 0 && envelope >= accept.weightOf(produced);
        // who asks for problems only still wants successes
        return new AcceptedTypes(plain > 0 || enveloped || problem > 0, enveloped, problem > 0);
    }

    private static int weight(QualityList accept, String produced) {
        int exact = accept.weightOf(produced);
        if (exact >= 0) {
            return exact;
        }
        int range = accept.weightOf(produced.substring(0, produced.indexOf('/')) + "/*");
        return range >= 0 ? range : accept.weightOf("*/*");
    }
}
