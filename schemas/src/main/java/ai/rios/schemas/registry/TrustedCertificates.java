package ai.rios.schemas.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS contexts that trust the certificates of one file and no others. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    static SSLContext context(RegistryConfig.TrustStore trustStore) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(load(trustStore));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new RegistryException("registry.trust-store " + trustStore.file() + " cannot be read: " + e, e);
        }
    }

    private static KeyStore load(RegistryConfig.TrustStore trustStore) throws IOException, GeneralSecurityException {
        Path file = trustStore.file();
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".pem") || name.endsWith(".crt")) {
            return pem(file);
        }
        return KeyStore.getInstance(file.toFile(), trustStore.password().toCharArray());
    }

    private static KeyStore pem(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("certificate-" + index++, certificate);
            }
            if (index == 0) {
                throw new IOException("there is no certificate in it");
            }
        }
        return store;
    }
}
