package ai.rios.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.fuzz.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Held against the grammar taken apart by hand, from the end: digest, tag, and what stands between the slashes. */
class ImageReferenceFuzzTest {
    private static final List<String> GOOD = List.of(
            "nginx",
            "nginx:1.27",
            "localhost:5000/team/app_1:v1",
            "registry.example.org/shop/web:1.2.3",
            "[2001:db8::1]:5000/a/b__c---d.e",
            "EXAMPLE.com/a@sha256:" + "0123456789abcdef".repeat(4),
            "a:Tag_.-@sha512:" + "0123456789abcdef".repeat(8),
            "a@sha1+x:" + "0123456789abcdef".repeat(2));

    @Test
    void itAgreesWithTheGrammarTakenApart() {
        Fuzz.texts(GOOD, text -> assertThat(ImageReference.isValid(text)).isEqualTo(isReference(text)));
    }

    private static boolean isReference(String text) {
        if (text.length() > 255) {
            return false;
        }
        int at = text.indexOf('@');
        if (at >= 0 && !isDigest(text.substring(at + 1))) {
            return false;
        }
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean hasTag = colon > named.lastIndexOf('/');
        if (hasTag && !named.substring(colon + 1).matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
            return false;
        }
        return isName(hasTag ? named.substring(0, colon) : named);
    }

    private static boolean isName(String name) {
        List<String> parts = List.of(name.split("/", -1));
        boolean isAllPath = parts.stream().allMatch(ImageReferenceFuzzTest::isComponent);
        boolean isBehindHost = parts.size() > 1
                && isHost(parts.getFirst())
                && parts.stream().skip(1).allMatch(ImageReferenceFuzzTest::isComponent);
        return isAllPath || isBehindHost;
    }

    private static boolean isHost(String text) {
        String host = text.replaceFirst(":[0-9]{1,5}$", "");
        if (host.startsWith("[")
                && host.endsWith("]")
                && host.substring(1, host.length() - 1).matches("[0-9A-Fa-f:]+")) {
            return true;
        }
        for (String label : host.split("\\.", -1)) {
            if (!label.matches("[A-Za-z0-9-]+") || label.startsWith("-") || label.endsWith("-")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isComponent(String text) {
        return text.matches("[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*");
    }

    private static boolean isDigest(String text) {
        String[] halves = text.split(":", -1);
        if (halves.length != 2 || !halves[0].matches("[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*")) {
            return false;
        }
        return switch (halves[0]) {
            case "sha256" -> halves[1].matches("[0-9a-f]{64}");
            case "sha512" -> halves[1].matches("[0-9a-f]{128}");
            default -> halves[1].matches("[0-9a-fA-F]{32,}");
        };
    }
}
