package ai.rios.libp2p.host;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Asks name servers for texts, by the JDK's module {@code jdk.naming.dns}. Immutable. */
final class DnsTexts implements Names.TextResolver {
    /** The servers that the machine asks. */
    static final String SYSTEM = "dns:";

    private static final int LONGEST_NAME = 253;

    /** Nothing in a name may mean something to JNDI, which takes other names for those of other services. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final Properties environment = new Properties();

    /**
     * Texts of these servers.
     *
     * @param servers addresses such as {@code dns://127.0.0.1:53}, or {@link #SYSTEM}
     */
    DnsTexts(String servers) {
        environment.setProperty(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.setProperty(Context.PROVIDER_URL, servers);
        environment.setProperty("com.sun.jndi.dns.timeout.initial", "1000");
        environment.setProperty("com.sun.jndi.dns.timeout.retries", "2");
    }

    @Override
    public List<String> texts(String name) throws UnknownHostException {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new UnknownHostException("no machine is called \"" + name + "\"");
        }
        try {
            return ask(name);
        } catch (NamingException failure) {
            UnknownHostException unknown = new UnknownHostException("no texts of " + name);
            unknown.initCause(failure);
            throw unknown;
        }
    }

    /** Texts are strings, and the name server's provider reads nothing else, so no objects come from outside. */
    @SuppressWarnings("BanJNDI")
    private List<String> ask(String name) throws NamingException {
        DirContext servers = new InitialDirContext(environment);
        try {
            List<String> texts = new ArrayList<>();
            Attribute all = servers.getAttributes(name, new String[] {"TXT"}).get("TXT");
            if (all != null) {
                NamingEnumeration<?> values = all.getAll();
                while (values.hasMore()) {
                    texts.add(String.valueOf(values.next()));
                }
            }
            return texts;
        } finally {
            servers.close();
        }
    }
}
