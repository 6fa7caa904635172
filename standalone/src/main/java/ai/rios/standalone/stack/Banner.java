package ai.rios.standalone.stack;

import ai.rios.edge.auth.DevTokens;
import ai.rios.standalone.settings.StackKeys;
import java.nio.file.Path;
import java.util.Locale;

/** What a person sees when the stack is ready: addresses, a token, three lines to try. Stateless. */
final class Banner {
    private Banner() {}

    /**
     * What there is to show.
     *
     * @param isDefaultData whether the data folder is the one that verbs take when none is named
     * @param atTerminal whether a Ctrl-C reaches the stack
     */
    record Facts(
            String http,
            String kafka,
            String registry,
            Path data,
            boolean isDefaultData,
            Path keys,
            boolean atTerminal) {}

    static void print(Progress progress, Facts facts) {
        String token = StackKeys.tokens(facts.keys()).mint(DevTokens.Claims.of("demo", "you"));
        progress.say(String.format(
                Locale.ROOT,
                """

                Ready after %.1f s.%7$s

                  HTTP      %s   (API page: /docs)
                  Kafka     %s
                  Registry  %s
                  Data      %s

                A development token, tenant "demo", valid for a day (%8$s makes others):

                  export TOKEN=%s

                Try:

                  curl -s -X POST %2$s/v1/deployments -H "Authorization: Bearer $TOKEN" \\
                    -H 'Content-Type: application/json' -d '{"name":"hello","image":"nginx:1.27"}'
                  curl -s %2$s/v1/deployments -H "Authorization: Bearer $TOKEN"
                  curl -s %2$s/health
                """,
                progress.seconds(),
                facts.http(),
                facts.kafka(),
                facts.registry(),
                facts.data(),
                token,
                facts.atTerminal() ? " Ctrl-C stops." : "",
                facts.isDefaultData() ? "./rios token" : "./rios token --data " + facts.data()));
    }
}
