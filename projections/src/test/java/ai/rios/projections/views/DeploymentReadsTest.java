package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.ListQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, as the views keep them. */
class DeploymentReadsTest {
    private static final String TENANT = "acme";

    private final MemoryViews store = new MemoryViews();
    private final EventFold fold = new EventFold(store, Script.CODECS, new Script.ToldSnapshots());
    private final DeploymentReads reads = new DeploymentReads(store, Script.CODECS);
    private final Script script = new Script();
    private long offset;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void pagesAreInTheOrderOfIdsAndHoldTheTenantsOnly() {
        // Given
        for (String name : List.of("d", "b", "e", "a", "c")) {
            fold(script.created(TENANT, name));
        }
        fold(script.created("acm", "x"));
        fold(script.created("acme-2", "x"));
        // When
        Listed<Deployment> first = list(Filter.ALL, 2, null, true);
        Listed<Deployment> second = list(Filter.ALL, 2, first.resumeAfter(), false);
        Listed<Deployment> last = list(Filter.ALL, 2, second.resumeAfter(), true);
        // Then
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(last)).containsExactly("e");
        assertThat(last.resumeAfter()).isNull();
        assertThat(first.total()).isEqualTo(5);
        assertThat(second.total()).isNull();
        assertThat(last.total()).isEqualTo(5);
    }

    @Test
    void aFullPageHasASuccessorOnlyWhereMoreMatches() {
        // Given
        for (String name : List.of("a", "b", "c", "d")) {
            fold(script.created(TENANT, name));
        }
        fold(script.moved(TENANT, "a", DeploymentStatus.ASSIGNED));
        fold(script.moved(TENANT, "c", DeploymentStatus.ASSIGNED));
        // When
        Listed<Deployment> first = list(Filter.parse("status=assigned"), 1, null, true);
        Listed<Deployment> second = list(Filter.parse("status=assigned"), 1, first.resumeAfter(), true);
        // Then
        assertThat(names(first)).containsExactly("a");
        assertThat(first.total()).isEqualTo(2);
        assertThat(names(second)).containsExactly("c");
        assertThat(second.resumeAfter()).isNull();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsWrittenBetweenPagesEachShowsWhatStandsAndNoneIsSeenTwiceOrMissed(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        Standing standing = new Standing(random);
        standing.write(random.nextInt(60));
        Filter filter = Filter.parse(pick(
                random,
                List.of("", "status=running", "status!=pending", "name^=1", "name<h and status in (running, failed)")));
        int limit = 1 + random.nextInt(7);
        Set<String> throughout = new HashSet<>(standing.ids(filter, null));
        List<String> seen = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            // When
            Listed<Deployment> page = list(filter, limit, after, true);
            // Then
            List<String> expected = standing.ids(filter, after);
            List<String> shown = ids(page);
            assertThat(shown).isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
            assertThat(page.items())
                    .allSatisfy(item -> assertThat(item).isEqualTo(standing.deployments.get(item.id())));
            assertThat(page.resumeAfter()).isEqualTo(expected.size() > limit ? shown.getLast() : null);
            assertThat(page.total()).isEqualTo(standing.ids(filter, null).size());
            seen.addAll(shown);
            after = page.resumeAfter();
            more = after != null;
            for (int i = random.nextInt(6); i > 0; i--) {
                standing.write(1);
                throughout.retainAll(standing.ids(filter, null));
            }
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(throughout);
    }

    @Test
    void aPageLooksAtTenThousandAtMostAndGoesOnBehindThem() {
        // Given
        for (int i = 0; i < 25_000; i++) {
            fold(script.created(TENANT, name(i)));
        }
        Filter rare = Filter.parse("name in (00000, 09999, 10000, 24999)");
        // When
        List<Listed<Deployment>> pages = new ArrayList<>();
        String after = null;
        do {
            pages.add(list(rare, 50, after, true));
            after = pages.getLast().resumeAfter();
        } while (after != null);
        // Then
        assertThat(pages)
                .extracting(DeploymentReadsTest::names)
                .containsExactly(List.of("00000", "09999"), List.of("10000"), List.of("24999"));
        assertThat(pages).extracting(Listed::resumeAfter).containsExactly(Script.id("09999"), Script.id("19999"), null);
        assertThat(pages).extracting(Listed::total).containsOnly(4L);
    }

    @Test
    void aPageThatHasLookedAtAllThereIsHasNoSuccessor() {
        // Given
        for (int i = 0; i < DeploymentReads.MAX_LOOKED_AT; i++) {
            fold(script.created(TENANT, name(i)));
        }
        // When
        Listed<Deployment> page = list(Filter.parse("name=09999"), 50, null, false);
        // Then
        assertThat(names(page)).containsExactly("09999");
        assertThat(page.resumeAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name=a"})
    void aCountLooksAtAHundredThousandAtMostAndThenSaysNothing(String filter) {
        // Given
        fold(script.created(TENANT, "a"));
        byte[] value = Script.CODECS.deployment().encode().apply(script.standing(TENANT, "a"));
        for (int i = 1; i < 100_000; i++) {
            store.put(ViewKey.deployment(TENANT, Script.id("a" + i)), value);
        }
        // When
        Listed<Deployment> within = list(Filter.parse(filter), 1, null, true);
        store.put(ViewKey.deployment(TENANT, Script.id("b")), value);
        Listed<Deployment> beyond = list(Filter.parse(filter), 1, null, true);
        // Then
        assertThat(within.total()).isEqualTo(100_000);
        assertThat(beyond.total()).isNull();
        assertThat(names(beyond)).containsExactly("a");
    }

    private void fold(DeploymentEvent event) {
        assertThat(fold.fold(Script.record(event, offset++))).isInstanceOf(Folded.Applied.class);
    }

    private Listed<Deployment> list(Filter filter, int limit, @Nullable String afterId, boolean count) {
        return reads.list(TENANT, new ListQuery(filter, limit, afterId, count));
    }

    private static String name(int number) {
        return "%05d".formatted(number);
    }

    private static List<String> names(Listed<Deployment> page) {
        return page.items().stream().map(item -> item.spec().name()).toList();
    }

    private static List<String> ids(Listed<Deployment> page) {
        return page.items().stream().map(Deployment::id).toList();
    }

    private static <T> T pick(SplittableRandom random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** What the tenant has, as a plain map, beside the views into which the same is folded. */
    private final class Standing {
        private final SplittableRandom random;
        private final TreeMap<String, Deployment> deployments = new TreeMap<>();
        private final Set<String> namesUsed = new HashSet<>();

        Standing(SplittableRandom random) {
            this.random = random;
        }

        /** Creations anywhere in the order, changes, and deletions. */
        void write(int writes) {
            for (int i = 0; i < writes; i++) {
                String name = Integer.toString(random.nextInt(32 * 32), 32);
                if (deployments.isEmpty() || random.nextInt(10) < 4) {
                    if (namesUsed.add(name)) {
                        fold(script.created(TENANT, name));
                        fold(script.created("acmf", name));
                        deployments.put(Script.id(name), script.standing(TENANT, name));
                    }
                } else if (random.nextInt(4) == 0) {
                    fold(script.deleted(TENANT, one()));
                } else {
                    List<DeploymentStatus> statuses =
                            List.of(DeploymentStatus.PENDING, DeploymentStatus.RUNNING, DeploymentStatus.FAILED);
                    fold(script.moved(TENANT, one(), pick(random, statuses)));
                }
                deployments.replaceAll((_, deployment) ->
                        script.standing(TENANT, deployment.spec().name()));
                deployments.values().removeIf(deployment -> deployment.status() == DeploymentStatus.DELETED);
            }
        }

        private String one() {
            return pick(random, List.copyOf(deployments.values())).spec().name();
        }

        List<String> ids(Filter filter, @Nullable String after) {
            return deployments.values().stream()
                    .filter(filter::matches)
                    .map(Deployment::id)
                    .filter(id -> after == null || id.compareTo(after) > 0)
                    .toList();
        }
    }
}
