package ai.rios.libp2p.interop;

import ai.rios.libp2p.autonat.AutoNat;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.Reachability;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A peer of ours as a process that asks servers whether it is reached, and says what came of it in a line of JSON. */
final class ReachedPeer {
    /** What starts it, but for the addresses of the servers. */
    static final List<String> COMMAND = ForeignPeer.ours(ReachedPeer.class);

    private ReachedPeer() {}

    /** The addresses of servers. */
    public static void main(String[] servers) throws IOException, InterruptedException {
        CountDownLatch known = new CountDownLatch(1);
        try (Host host =
                Host.builder().with(new AutoNat()).listen("/ip4/0.0.0.0/tcp/0").start()) {
            host.addListener(new HostListener() {
                @Override
                public void reachabilityChanged(Reachability reachability) {
                    System.out.println("{\"event\":\"reachability\",\"is\":\"" + reachability + "\"}");
                    known.countDown();
                }
            });
            for (String server : servers) {
                host.connect(server);
            }
            known.await();
        }
    }
}
