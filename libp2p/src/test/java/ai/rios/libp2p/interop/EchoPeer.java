package ai.rios.libp2p.interop;

import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** A peer of ours as a process that listens over QUIC and echoes, or dials and has frames echoed; it says so in lines of JSON. */
final class EchoPeer {
    /** What starts it, but for {@code listen ADDRESS} or {@code dial ADDRESS FRAMES}. */
    static final List<String> COMMAND = ForeignPeer.ours(EchoPeer.class);

    private EchoPeer() {}

    /** The words of {@link #COMMAND}. */
    public static void main(String[] words) throws IOException, InterruptedException {
        boolean listens = words[0].equals("listen");
        try (Host host = Host.builder()
                .quic()
                .listen(listens ? words[1] : "/ip4/0.0.0.0/udp/0/quic-v1")
                .start()) {
            if (listens) {
                host.setStreamHandler(EchoFrames.ID, new HandlerOptions(64, false), EchoFrames::serve);
                System.out.println("{\"event\":\"listening\",\"addrs\":[\""
                        + host.addresses().getFirst() + "\"]}");
                new CountDownLatch(1).await();
            }
            byte[] frame = new byte[200_000];
            new Random(1).nextBytes(frame);
            int same = 0;
            try (Stream stream = host.connect(words[1]).newStream(EchoFrames.ID)) {
                for (int count = Integer.parseInt(words[2]); count > 0; count--) {
                    stream.writeFrame(frame);
                    same += Arrays.equals(stream.readFrame(EchoFrames.LONGEST), frame) ? 1 : 0;
                }
            }
            System.out.println("{\"event\":\"echo\",\"same\":" + same + "}");
        }
    }
}
