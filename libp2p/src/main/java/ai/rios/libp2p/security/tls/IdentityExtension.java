package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.security.KeyBinding;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** What binds a certificate's key to an identity. Immutable. */
final class IdentityExtension {
    /** The extension's name. */
    static final String OID = "1.3.6.1.4.1.53594.1.1";

    private static final KeyBinding BINDING = new KeyBinding("libp2p-tls-handshake:");

    private final PublicKey identity;
    private final byte[] signature;

    private IdentityExtension(PublicKey identity, byte[] signature) {
        this.identity = identity;
        this.signature = signature;
    }

    /** This identity vouches for the certificate key, a SubjectPublicKeyInfo. */
    static IdentityExtension sign(PrivateKey identity, byte[] certificateKey) {
        return new IdentityExtension(identity.publicKey(), BINDING.sign(identity, certificateKey));
    }

    /**
     * Reads the extension's value.
     *
     * @throws MalformedException when it is none
     */
    static IdentityExtension decode(byte[] der) {
        try {
            ASN1Sequence parts = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            if (parts == null || parts.size() != 2) {
                throw new MalformedException("an identity in a certificate has two parts");
            }
            return new IdentityExtension(PublicKey.decode(octets(parts.getObjectAt(0))), octets(parts.getObjectAt(1)));
        } catch (IOException | ClassCastException refused) {
            throw new MalformedException("an identity in a certificate is not DER", refused);
        } catch (MalformedException refused) {
            throw refused;
        } catch (IllegalArgumentException refused) {
            throw new MalformedException("an identity in a certificate is no sequence of two strings", refused);
        }
    }

    private static byte[] octets(Object part) {
        return ASN1OctetString.getInstance(part).getOctets();
    }

    byte[] encode() throws IOException {
        return new DERSequence(
                        new DEROctetString[] {new DEROctetString(identity.encode()), new DEROctetString(signature)})
                .getEncoded("DER");
    }

    PublicKey identity() {
        return identity;
    }

    /** Whether the identity vouches for this certificate key. */
    boolean vouchesFor(byte[] certificateKey) {
        return BINDING.holds(identity, certificateKey, signature);
    }
}
