import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * {@code java Trust.java FOLDER}: lets the JDK that runs this trust, besides what it trusts already, the authorities in the folder's
 * {@code *.crt} and {@code *.pem} files. For image builds in networks that sign TLS anew; with an empty folder nothing changes.
 */
final class Trust {
    private Trust() {}

    public static void main(String[] args) throws Exception {
        Path security = Path.of(System.getProperty("java.home"), "lib", "security");
        // The JDK opens it without a password: in a PKCS12 store it would see nothing then.
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        int added = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(args[0]), "*.{crt,pem}")) {
            for (Path file : files) {
                added += add(file, trusted);
            }
        }
        if (added == 0) {
            return;
        }
        Path usual = security.resolve("cacerts");
        if (Files.exists(usual)) {
            KeyStore known = KeyStore.getInstance(usual.toFile(), (char[]) null);
            for (String alias : java.util.Collections.list(known.aliases())) {
                trusted.setCertificateEntry("usual-" + alias, known.getCertificate(alias));
            }
        }
        // The JDK looks here before it looks at cacerts.
        try (OutputStream out = Files.newOutputStream(security.resolve("jssecacerts"))) {
            trusted.store(out, "changeit".toCharArray());
        }
        System.out.println("trust: " + added + " more certificates");
    }

    private static int add(Path file, KeyStore trusted) throws Exception {
        int count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                count++;
                trusted.setCertificateEntry(file.getFileName() + "-" + count, certificate);
            }
        }
        return count;
    }
}
