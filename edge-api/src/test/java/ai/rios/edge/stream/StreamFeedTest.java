package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.websocket.OutboundMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A feed between a growing log, a live consumer, catch-up turns and a client, in an order that the seed decides. */
final class StreamFeedTest {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    /** The log, by offset: our tenant's message, or null for somebody else's record. */
    private final List<OutboundMessage> log = new ArrayList<>();

    private final List<Boolean> ours = new ArrayList<>();
    private final ArrayDeque<StreamFeed> turns = new ArrayDeque<>();
    private int liveNext;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theClientGetsEveryEventFromItsStartOnceAndInOrder(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        FakeSession session = new FakeSession(random.nextInt(1, 6));
        StreamFeed feed = new StreamFeed("acme", LATER, turns::add);
        append(random, random.nextInt(30));
        liveNext = random.nextInt(log.size() + 1); // the live consumer may lag
        int start = random.nextInt(log.size() + 1);
        boolean withCursor = random.nextBoolean();
        if (withCursor) {
            feed.startAt(0, start, liveNext);
        } else {
            start = liveNext;
        }

        // When
        int opensAt = random.nextInt(20);
        for (int step = 0; step < 400; step++) {
            if (step == opensAt) {
                feed.open(session);
            }
            switch (random.nextInt(4)) {
                case 0 -> append(random, random.nextInt(4));
                case 1 -> live(feed);
                case 2 -> turn(feed, random);
                default -> session.take(random.nextInt(1, 4));
            }
        }
        settle(feed, session, random);

        // Then
        List<OutboundMessage> wanted = new ArrayList<>();
        for (int offset = start; offset < log.size(); offset++) {
            if (ours.get(offset)) {
                wanted.add(log.get(offset));
            }
        }
        assertThat(session.taken()).isEqualTo(wanted);
        assertThat(feed.isBehind()).isFalse();
    }

    @Test
    void aFeedOfAClosedSocketAsksForNoTurn() {
        FakeSession session = new FakeSession(1);
        StreamFeed feed = openFeed(session);
        session.close(StreamFeed.LOST);
        feed.offerLive(0, 0, OutboundMessage.text("x"));
        assertThat(turns).isEmpty();
    }

    @Test
    void aSocketEndsWithItsCredential() {
        FakeSession session = new FakeSession(1);
        StreamFeed feed = openFeed(session);
        feed.closeIfExpired(LATER.minusMillis(1));
        assertThat(session.isOpen()).isTrue();
        feed.closeIfExpired(LATER);
        assertThat(session.closed()).isNotNull().extracting("code").isEqualTo(4005);
    }

    @Test
    void aFeedThatIsLostBeforeItsSocketOpensEndsIt() {
        FakeSession session = new FakeSession(1);
        StreamFeed feed = new StreamFeed("acme", LATER, turns::add);
        feed.lose();
        feed.open(session);
        assertThat(session.closed()).isEqualTo(StreamFeed.LOST);
    }

    @Test
    void aLiveEventThatFindsNoRoomAtTheEndOfATurnMakesForOneTurn() {
        // Given a turn that has read all and filled the queue
        FakeSession session = new FakeSession(1);
        StreamFeed feed = new StreamFeed("acme", LATER, turns::add);
        feed.startAt(0, 0, 1);
        feed.open(session);
        assertThat(turns.remove().offerFromLog(0, OutboundMessage.text("read"))).isTrue();
        assertThat(feed.reached(1)).isTrue();

        // When
        feed.offerLive(0, 1, OutboundMessage.text("live"));
        feed.rest();
        session.take(1);

        // Then
        assertThat(turns).containsExactly(feed);
    }

    private StreamFeed openFeed(FakeSession session) {
        StreamFeed feed = new StreamFeed("acme", LATER, turns::add);
        feed.open(session);
        return feed;
    }

    private void append(SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            log.add(OutboundMessage.text("event " + log.size()));
            ours.add(random.nextInt(3) > 0);
        }
    }

    private void live(StreamFeed feed) {
        if (liveNext < log.size()) {
            if (ours.get(liveNext)) {
                feed.offerLive(0, liveNext, log.get(liveNext));
            }
            liveNext++;
        }
    }

    /** As a reader does it: read some of the log, stop where there is no room, come back if anything is missing. */
    private void turn(StreamFeed feed, SplittableRandom random) {
        if (turns.isEmpty()) {
            return;
        }
        assertThat(turns).as("turns queued at once").hasSize(1);
        turns.remove();
        boolean over = readTurn(feed, random);
        if (random.nextBoolean()) {
            live(feed);
        }
        if (over) {
            feed.rest();
        } else {
            turns.add(feed);
        }
    }

    private boolean readTurn(StreamFeed feed, SplittableRandom random) {
        long from = feed.nextOffset();
        long to = Math.min(log.size(), from + random.nextInt(1, 10));
        for (long offset = from; offset < to; offset++) {
            int at = (int) offset;
            if (ours.get(at) && !feed.offerFromLog(offset, log.get(at))) {
                return true;
            }
        }
        return feed.reached(to);
    }

    private void settle(StreamFeed feed, FakeSession session, SplittableRandom random) {
        for (int round = 0; round < 2_000; round++) {
            live(feed);
            turn(feed, random);
            session.take(3);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}
