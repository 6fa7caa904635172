package ai.rios.libp2p.transport.tcp;

import ai.rios.libp2p.io.Duplex;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** A connected socket. Its small buffers serve the handshakes; large reads and writes pass them by. */
final class SocketDuplex implements Duplex {
    private static final int BUFFER = 512;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketDuplex(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.output = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("a socket could not be closed", failure);
        }
    }
}
