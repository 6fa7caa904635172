package ai.rios.libp2p.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A small internet of network namespaces, with addresses that look public:
 *
 * <pre>
 * a 10.1.0.2 ─ gate a 5.9.0.2 ─┐
 *                              ├─ switch ─ relay 5.9.0.1
 * b 10.2.0.2 ─ gate b 5.9.0.3 ─┘        └─ open 5.9.0.4
 * </pre>
 *
 * The gates masquerade, and drop what comes from outside and is no answer. It stands while the tests of a class run, which are
 * skipped where there can be none.
 */
final class NatNetwork implements BeforeAllCallback, AfterAllCallback {
    private final String prefix = "rios" + ProcessHandle.current().pid();
    private final Deque<String> namespaces = new ArrayDeque<>();

    private final String otherwise;

    /** @param otherwise what was not tried where there can be none */
    NatNetwork(String otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public void beforeAll(ExtensionContext tests) throws IOException, InterruptedException {
        String missing = missing();
        assumeTrue(missing.isEmpty(), otherwise + ": " + missing);
        setUp();
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException, InterruptedException {
        takeDown();
    }

    /** Why there can be none here; empty where there can. */
    private static String missing() throws InterruptedException {
        for (List<String> probe : List.of(List.of("id", "-u"), List.of("ip", "-V"), List.of("iptables", "-V"))) {
            try {
                Process process =
                        new ProcessBuilder(probe).redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0
                        || (probe.getFirst().equals("id") && !said.strip().equals("0"))) {
                    return "not root, so no network namespaces";
                }
            } catch (IOException absent) {
                return probe.getFirst() + " is not there: " + absent.getMessage();
            }
        }
        return "";
    }

    private void setUp() throws IOException, InterruptedException {
        try {
            for (String name : List.of("switch", "relay", "open", "gate-a", "gate-b", "a", "b")) {
                run("ip netns add " + name(name));
                namespaces.push(name(name));
                inside(name, "ip link set lo up");
            }
            inside("switch", "ip link add bridge type bridge");
            inside("switch", "ip link set bridge up");
            plug("relay", "5.9.0.1/24");
            plug("open", "5.9.0.4/24");
            for (String side : List.of("a", "b")) {
                String net = side.equals("a") ? "10.1.0." : "10.2.0.";
                String gate = "gate-" + side;
                plug(gate, side.equals("a") ? "5.9.0.2/24" : "5.9.0.3/24");
                run("ip link add lan netns " + name(gate) + " type veth peer name eth netns " + name(side));
                address(gate, "lan", net + "1/24");
                address(side, "eth", net + "2/24");
                inside(side, "ip route add default via " + net + "1");
                inside(gate, "sysctl -q -w net.ipv4.ip_forward=1");
                inside(gate, "iptables -t nat -A POSTROUTING -o eth -j MASQUERADE");
                for (String chain : List.of("INPUT", "FORWARD")) {
                    inside(
                            gate,
                            "iptables -A " + chain + " -i eth -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
                    inside(gate, "iptables -A " + chain + " -i eth -j DROP");
                }
            }
        } catch (IOException | InterruptedException | RuntimeException failure) {
            takeDown();
            throw failure;
        }
    }

    private String name(String place) {
        return prefix + "-" + place;
    }

    /** A cable from the switch to a place. */
    private void plug(String place, String address) throws IOException, InterruptedException {
        run("ip link add to-" + place + " netns " + name("switch") + " type veth peer name eth netns " + name(place));
        inside("switch", "ip link set to-" + place + " master bridge");
        inside("switch", "ip link set to-" + place + " up");
        address(place, "eth", address);
    }

    private void address(String place, String device, String address) throws IOException, InterruptedException {
        inside(place, "ip address add " + address + " dev " + device);
        inside(place, "ip link set " + device + " up");
    }

    private void inside(String place, String command) throws IOException, InterruptedException {
        run("ip netns exec " + name(place) + " " + command);
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    /** From now on a place's way out lets only so many bytes through at once, as a tunnel does. */
    void narrow(String place, int bytes) throws IOException, InterruptedException {
        inside(place, "ip link set eth mtu " + bytes);
    }

    /** What to start so that it is in that place. */
    List<String> in(String place, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name(place)));
        all.addAll(command);
        return all;
    }

    private void takeDown() throws IOException, InterruptedException {
        while (!namespaces.isEmpty()) {
            run("ip netns del " + namespaces.pop());
        }
    }
}
