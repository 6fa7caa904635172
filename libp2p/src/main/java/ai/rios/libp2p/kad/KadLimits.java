package ai.rios.libp2p.kad;

import ai.rios.libp2p.resources.Bounds;
import java.time.Duration;

/**
 * What Kademlia holds, and how long it waits. Immutable.
 *
 * @param lookups how peers are looked for
 * @param records what is remembered of providers
 * @param table which peers are remembered
 */
public record KadLimits(Lookups lookups, Records records, Table table) {
    /** The defaults of each part. */
    public static final KadLimits DEFAULTS = new KadLimits(Lookups.DEFAULTS, Records.DEFAULTS, Table.DEFAULTS);

    /**
     * How peers are looked for.
     *
     * @param replication how many of the nearest peers count, and keep a record: k
     * @param parallel peers that one lookup asks at the same time: α
     * @param resiliency how many of the nearest peers must have answered before the search ends: β
     * @param heard peers that one lookup remembers; the farthest ones that were not asked give way
     * @param atOnce lookups of one node at the same time; others wait
     * @param request how long one peer has for an answer, the dial included
     * @param lookup how long a lookup takes at most
     */
    public record Lookups(
            int replication, int parallel, int resiliency, int heard, int atOnce, Duration request, Duration lookup) {
        /** k = 20, α = 10, β = 3; 1,000 heard of; 32 at once; 10 s a peer, 60 s in all. */
        public static final Lookups DEFAULTS =
                new Lookups(20, 10, 3, 1_000, 32, Duration.ofSeconds(10), Duration.ofSeconds(60));

        public Lookups {
            Bounds.requirePositive("kad lookups.replication", replication);
            Bounds.requirePositive("kad lookups.parallel", parallel);
            Bounds.requirePositive("kad lookups.resiliency", resiliency);
            Bounds.requireAtLeast("kad lookups.heard", heard, replication);
            Bounds.requirePositive("kad lookups.at-once", atOnce);
            Bounds.requirePositive("kad lookups.request", request);
            Bounds.requirePositive("kad lookups.lookup", lookup);
        }
    }

    /**
     * What is remembered of providers.
     *
     * @param perKey providers of one key; one more is refused
     * @param perPeer keys of one provider, and keys that this node provides; one more is refused
     * @param total records in all; one more is refused
     * @param answered providers in one answer
     * @param validity how long a record holds
     * @param republish how often this node tells anew what it provides, give or take a tenth
     * @param addresses how long the addresses of a provider are told with it
     * @param saveEvery how often records go to the file, where they have changed
     */
    public record Records(
            int perKey,
            int perPeer,
            int total,
            int answered,
            Duration validity,
            Duration republish,
            Duration addresses,
            Duration saveEvery) {
        /** 100 a key, 1,000 a peer, 20,000 in all, 20 an answer; 48 h, republished after 22 h; addresses 30 min, saved each minute. */
        public static final Records DEFAULTS = new Records(
                100,
                1_000,
                20_000,
                20,
                Duration.ofHours(48),
                Duration.ofHours(22),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1));

        public Records {
            Bounds.requirePositive("kad records.per-key", perKey);
            Bounds.requirePositive("kad records.per-peer", perPeer);
            Bounds.requirePositive("kad records.total", total);
            Bounds.requirePositive("kad records.answered", answered);
            Bounds.requirePositive("kad records.validity", validity);
            Bounds.requirePositive("kad records.republish", republish);
            Bounds.requirePositive("kad records.addresses", addresses);
            Bounds.requirePositive("kad records.save-every", saveEvery);
        }

        /** The same with other times. */
        public Records withTimes(Duration holds, Duration toldAnewAfter) {
            return new Records(perKey, perPeer, total, answered, holds, toldAnewAfter, addresses, saveEvery);
        }
    }

    /**
     * Which peers are remembered.
     *
     * @param bucket peers that share equally many bits with this node, at most
     * @param groupInTable peers of one network, IPv4 by 16 bits and IPv6 by 32, in the whole table; loopback and private
     *     addresses are not counted
     * @param groupInBucket the same in one bucket
     * @param refresh how often the table is refreshed
     * @param few with fewer peers than this, those known from the start are asked again
     * @param retry how often that is done
     * @param checks peers that are looked at, before the table takes them, at the same time
     * @param candidates peers that wait for that; further ones are left out
     */
    public record Table(
            int bucket,
            int groupInTable,
            int groupInBucket,
            Duration refresh,
            int few,
            Duration retry,
            int checks,
            int candidates) {
        /** 20 a bucket; 3 of a network, 2 in a bucket; every 10 min; below 10 every 2 min; 8 checks, 256 candidates. */
        public static final Table DEFAULTS =
                new Table(20, 3, 2, Duration.ofMinutes(10), 10, Duration.ofMinutes(2), 8, 256);

        public Table {
            Bounds.requirePositive("kad table.bucket", bucket);
            Bounds.requirePositive("kad table.group-in-table", groupInTable);
            Bounds.requirePositive("kad table.group-in-bucket", groupInBucket);
            Bounds.requirePositive("kad table.refresh", refresh);
            Bounds.requireAtLeast("kad table.few", few, 0);
            Bounds.requirePositive("kad table.retry", retry);
            Bounds.requirePositive("kad table.checks", checks);
            Bounds.requirePositive("kad table.candidates", candidates);
        }
    }

    /** The same with another way to look for peers. */
    public KadLimits withLookups(Lookups other) {
        return new KadLimits(other, records, table);
    }

    /** The same with other bounds of what is remembered of providers. */
    public KadLimits withRecords(Records other) {
        return new KadLimits(lookups, other, table);
    }

    /** The same with another table. */
    public KadLimits withTable(Table other) {
        return new KadLimits(lookups, records, other);
    }
}
