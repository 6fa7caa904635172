package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        DevTokens tokens = DevTokens.open(folder, clock);

        assertThatThrownBy(() -> tokens.mint(DevTokens.Claims.of("Not One", "alice")))
                .hasMessageContaining("Not One");
    }
}
