package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;

/** The kinds of identity keys (peer-ids.md). */
public enum KeyType {
    /** PKIX, signs SHA-256 with PKCS#1 v1.5. */
    RSA(0),
    /** 32 bytes, RFC 8032. What this module makes. */
    ED25519(1),
    /** 33 bytes, a compressed point. */
    SECP256K1(2),
    /** PKIX, P-256. */
    ECDSA(3);

    private final int code;

    KeyType(int code) {
        this.code = code;
    }

    /** Its number in the protobuf. */
    int code() {
        return code;
    }

    static KeyType ofCode(long code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedException("no key is of type " + code);
    }
}
