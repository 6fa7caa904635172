package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
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
