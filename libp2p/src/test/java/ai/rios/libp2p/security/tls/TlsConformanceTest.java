package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.security.SecurityConformance;
import ai.rios.libp2p.security.SecurityProtocol;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

final class TlsConformanceTest extends SecurityConformance {
    @Override
    protected SecurityProtocol protocol(PrivateKey identity, List<String> muxers) {
        return new Tls(identity, muxers, new SecureRandom(), InstantSource.system());
    }

    /** The version in a record's head is nobody's, and what comes after the server's first record may be only for show. */
    @Override
    protected boolean counts(int position) {
        return position != 1 && position != 2 && position < 100;
    }
}
