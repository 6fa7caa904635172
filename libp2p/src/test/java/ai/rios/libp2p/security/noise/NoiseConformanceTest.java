package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.security.SecurityConformance;
import ai.rios.libp2p.security.SecurityProtocol;
import java.security.SecureRandom;
import java.util.List;

final class NoiseConformanceTest extends SecurityConformance {
    @Override
    protected SecurityProtocol protocol(PrivateKey identity, List<String> muxers) {
        return new Noise(identity, muxers, new SecureRandom());
    }
}
