package ai.rios.standalone.child;

import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * One Kafka broker with its controller (KRaft, combined), as a child process. Formats the log folder when that has not
 * been done yet, in the same JVM, for a second one would cost a second of start-up.
 *
 * <p>Arguments: the properties file, the cluster id. Exit status 1 when the folder cannot be formatted.
 */
public final class BrokerMain {
    /** Enough to close clean logs; after a halt the next start checks them instead. */
    private static final long STOP_SECONDS = 12;

    private BrokerMain() {}

    /** Runs until the parent ends or the broker halts; Kafka's own hook then closes it in order. */
    public static void main(String[] args) {
        String properties = args[0];
        String clusterId = args[1];
        ParentWatch.start(System.in, Long.getLong("rios.stop.seconds", STOP_SECONDS));
        String[] format = {"format", "--ignore-formatted", "--config", properties, "--cluster-id", clusterId};
        int status = StorageTool.execute(format, System.out);
        if (status != 0) {
            System.exit(status);
        }
        Kafka.main(new String[] {properties});
    }
}
