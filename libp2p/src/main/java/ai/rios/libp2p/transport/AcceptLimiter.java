package ai.rios.libp2p.transport;

import ai.rios.libp2p.io.Timers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the set-ups that are under way and how often each network comes, so that strangers are turned away before any work
 * is done for them. An IPv4 address is a network of its own. Of IPv6, one customer has a /56 or even a /48, and so as many
 * addresses as it likes: the /56 is what the limits are for, and its /48 has {@link InetNetwork#CUSTOMERS_A_SITE} times as much. Loopback is
 * free of the limits by address. Thread-safe.
 */
public final class AcceptLimiter {
    /** Networks that are remembered; the one that came least recently gives way, unless it has set-ups under way. */
    static final int MOST_REMEMBERED = 4_096;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AcceptLimits limits;
    private final Timers timers;
    private final Map<InetNetwork, Visitor> visitors = new LinkedHashMap<>(16, 0.75f, true);
    private int pending;

    /** Nobody has come yet. */
    public AcceptLimiter(AcceptLimits limits, Timers timers) {
        this.limits = limits;
        this.timers = timers;
    }

    /** Whether one more set-up may begin; then {@link #leave} follows. */
    public synchronized boolean enter(InetAddress from) {
        if (pending >= limits.pending()) {
            return false;
        }
        if (!from.isLoopbackAddress()) {
            List<Visitor> networks = networks(from);
            if (!networks.stream().allMatch(Visitor::mayEnter)) {
                return false;
            }
            networks.forEach(Visitor::enter);
        }
        pending++;
        return true;
    }

    /** A set-up ended, in whatever way. */
    public synchronized void leave(InetAddress from) {
        pending--;
        if (!from.isLoopbackAddress()) {
            networks(from).forEach(Visitor::leave);
        }
    }

    /**
     * Whether one more set-up may begin of somebody who has not shown yet that it is where it says. It counts in all, and not
     * for its network, whose address anybody may say; then {@link #prove} or {@link #leaveUnproven} follows.
     */
    public synchronized boolean enterUnproven(InetAddress from) {
        if (pending >= limits.pending()) {
            return false;
        }
        if (!from.isLoopbackAddress()) {
            networks(from).forEach(network -> network.unproven++);
        }
        pending++;
        return true;
    }

    /** Whether a set-up of {@link #enterUnproven} may go on as one of its network; then {@link #leave} follows, and else the other. */
    public synchronized boolean prove(InetAddress from) {
        if (from.isLoopbackAddress()) {
            return true;
        }
        List<Visitor> networks = networks(from);
        if (!networks.stream().allMatch(Visitor::mayEnter)) {
            return false;
        }
        networks.forEach(Visitor::enter);
        networks.forEach(network -> network.unproven--);
        return true;
    }

    /** A set-up ended that never showed where it was. */
    public synchronized void leaveUnproven(InetAddress from) {
        pending--;
        if (!from.isLoopbackAddress()) {
            networks(from).forEach(network -> network.unproven--);
        }
    }

    /** Whether whoever comes from there has to show first that it is there, since somebody from there is being set up or came too often. */
    public synchronized boolean mustProve(InetAddress from) {
        return !from.isLoopbackAddress()
                && InetNetwork.countedBy(from).stream()
                        .map(visitors::get)
                        .anyMatch(known -> known != null && (known.isSettingUp() || !known.mayEnter()));
    }

    private List<Visitor> networks(InetAddress from) {
        return InetNetwork.countedBy(from).stream().map(this::visitor).toList();
    }

    private Visitor visitor(InetNetwork network) {
        Visitor known = visitors.get(network);
        if (known != null) {
            return known;
        }
        if (visitors.size() >= MOST_REMEMBERED) {
            forgetOne();
        }
        Visitor fresh = new Visitor(network.share());
        visitors.put(network, fresh);
        return fresh;
    }

    /** Those with set-ups under way stay, or their count would begin anew; they are as few as there are set-ups. */
    private void forgetOne() {
        for (Iterator<Visitor> oldest = visitors.values().iterator(); oldest.hasNext(); ) {
            if (!oldest.next().isSettingUp()) {
                oldest.remove();
                return;
            }
        }
    }

    /** How many set-ups are under way. */
    public synchronized int pending() {
        return pending;
    }

    /** How many networks are remembered. */
    synchronized int remembered() {
        return visitors.size();
    }

    /** One network, with tokens that come back with time; the limiter's lock guards it. */
    private final class Visitor {
        private final int share;
        private int pending;
        private int unproven;

        /** In tokens times {@link #SECOND}. */
        private long credit;

        private long seen = timers.nanoTime();

        private Visitor(int share) {
            this.share = share;
            this.credit = most();
        }

        private long most() {
            return (long) share * limits.burst() * SECOND;
        }

        private boolean mayEnter() {
            long now = timers.nanoTime();
            long rate = (long) share * limits.perSecond();
            // No longer than what fills it, so that the product below fits.
            long passed = Math.min(now - seen, most() / rate + 1);
            credit = Math.min(most(), credit + passed * rate);
            seen = now;
            return pending < (long) share * limits.pendingPerIp() && credit >= SECOND;
        }

        private boolean isSettingUp() {
            return pending + unproven > 0;
        }

        private void enter() {
            credit -= SECOND;
            pending++;
        }

        private void leave() {
            pending--;
        }
    }
}
