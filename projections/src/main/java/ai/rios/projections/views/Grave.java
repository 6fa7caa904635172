package ai.rios.projections.views;

import java.nio.charset.StandardCharsets;

/** Names a deleted deployment whose history is still kept. Immutable. */
record Grave(String tenant, String id) {
    static byte[] toBytes(String tenant, String id) {
        return (tenant + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    static Grave ofBytes(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        return new Grave(text.substring(0, slash), text.substring(slash + 1));
    }
}
