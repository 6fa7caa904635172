package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevTokensTest {
    @TempDir
    Path folder;

    private final InstantSource clock = InstantSource.system();

    @Test
    void itsTokensAreGoodAtAnEdgeThatReadsItsKeys() {
        DevTokens tokens = DevTokens.open(folder, clock);
        JwtAuthenticator edge =
                new JwtAuthenticator(tokens.jwksFile().toString(), Duration.ofSeconds(30), Duration.ZERO, clock);

        String token = DevTokens.open(folder, clock).mint(DevTokens.Claims.of("acme", "alice"));

        assertThat(edge.authenticate(token)).isInstanceOfSatisfying(Authentication.Granted.class, granted -> {
            assertThat(granted.principal().scopes()).containsExactlyInAnyOrderElementsOf(Scopes.ALL);
            assertThat(granted.principal().plan()).isEqualTo(Plan.DEVELOPMENT);
        });
    }

    @Test
    void afterTheKeyWasMovedAwayTheTokensOfTheNewOneAreGood() throws IOException {
        DevTokens.open(folder, clock);
        Files.delete(folder.resolve("token-key.json"));

        assertGood(DevTokens.open(folder, clock));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"keys\":[]}"})
    void aDocumentThatDoesNotNameTheKeyIsMadeAgain(String document) throws IOException {
        DevTokens.open(folder, clock);
        Files.writeString(folder.resolve("jwks.json"), document);

        assertGood(DevTokens.open(folder, clock));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("jwks.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aDocumentThatNamesOtherKeysTooIsLeftAlone() throws IOException {
        DevTokens tokens = DevTokens.open(folder, clock);
        String more = Files.readString(tokens.jwksFile()).replace("\"keys\"", "\"note\":\"ours\",\"keys\"");
        Files.writeString(tokens.jwksFile(), more);

        assertGood(DevTokens.open(folder, clock));
        assertThat(tokens.jwksFile()).hasContent(more);
    }

    @Test
    @Timeout(60)
    void whoeverOpensAFreshFolderAtTheSameTimeHasTheSameKey() throws Exception {
        int openers = 4;
        CyclicBarrier together = new CyclicBarrier(openers);
        Callable<DevTokens> opener = () -> {
            together.await();
            return DevTokens.open(folder.resolve("fresh"), clock);
        };

        List<Future<DevTokens>> opened;
        try (ExecutorService threads = Executors.newFixedThreadPool(openers)) {
            opened = threads.invokeAll(Collections.nCopies(openers, opener));
        }

        for (Future<DevTokens> tokens : opened) {
            assertGood(tokens.get());
        }
        try (Stream<Path> files = Files.list(folder.resolve("fresh"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("token-key.json", "jwks.json");
        }
    }

    private void assertGood(DevTokens tokens) {
        JwtAuthenticator edge =
                new JwtAuthenticator(tokens.jwksFile().toString(), Duration.ofSeconds(30), Duration.ZERO, clock);

        assertThat(edge.authenticate(tokens.mint(DevTokens.Claims.of("acme", "alice"))))
                .isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void thePrivateKeyIsForItsOwnerOnlyAndNotInTheDocument() throws IOException {
        DevTokens tokens = DevTokens.open(folder, clock);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token-key.json"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(tokens.jwksFile())).doesNotContain("\"d\":");
    }

    @Test
    void aDamagedKeyIsSaid() throws IOException {
        Files.writeString(folder.resolve("token-key.json"), "{");

        assertThatThrownBy(() -> DevTokens.open(folder, clock)).hasMessageContaining("damaged");
    }

    @Test
    void aTenantMustBeOne() {
        assertThatThrownBy(() -> DevTokens.Claims.of("Not One", "alice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not One");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deployments:reed",
                "deployments",
                "",
                "topics:publish",
                "topics:publish:",
                "topics:consume:*",
                "topics:publish:orders.*",
                "topics:publish:a..b",
                "topics:publish:a.b.c.d.e.f.g.h.i"
            })
    void aScopeMustExist(String scope) {
        assertThatThrownBy(() -> claims(List.of("admin", scope), "default"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no scope \"" + scope + "\"")
                .hasMessageContaining("deployments:read, deployments:write");
    }

    @Test
    void aScopeOfTopicsMayNameTheirStart() {
        List<String> scopes = List.of("topics:publish:orders", "topics:subscribe:orders.eu.", "topics:publish:*");

        assertThat(claims(scopes, "default").scopes()).isEqualTo(scopes);
    }

    @Test
    void aPlanMustExist() {
        assertThatThrownBy(() -> claims(Scopes.ALL, "premium"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no plan \"premium\"; plans are default, development");
    }

    private static DevTokens.Claims claims(List<String> scopes, String plan) {
        return new DevTokens.Claims("acme", "alice", scopes, plan, Duration.ofHours(1));
    }
}
