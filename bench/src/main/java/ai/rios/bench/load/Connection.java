package ai.rios.bench.load;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept-alive connection with at most one request in flight. Confined to the generator's thread. */
final class Connection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ResponseBuffer response = new ResponseBuffer();
    private ByteBuffer unsent = NOTHING;
    private long dueNanos;
    private boolean busy;

    private Connection(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    static Connection open(InetSocketAddress address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel, selector);
        connection.key.attach(connection);
        return connection;
    }

    void send(ByteBuffer request, long due) throws IOException {
        dueNanos = due;
        busy = true;
        unsent = request;
        response.reset();
        write();
    }

    /**
     * Goes on with what the selector found possible; whether the response is now complete.
     *
     * @throws BenchException when the server closed it with a request in flight
     */
    boolean advance() throws IOException {
        if (key.isWritable()) {
            write();
        }
        boolean complete = key.isReadable() && response.readFrom(channel);
        busy = busy && !complete;
        return complete;
    }

    /** Whether a request is in flight; where none is, the server may close the connection as it likes. */
    boolean isBusy() {
        return busy;
    }

    ResponseBuffer response() {
        return response;
    }

    long dueNanos() {
        return dueNanos;
    }

    void close() throws IOException {
        channel.close();
    }

    private void write() throws IOException {
        channel.write(unsent);
        int wanted = unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }
}
