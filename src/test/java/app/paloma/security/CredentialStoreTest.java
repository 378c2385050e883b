package app.paloma.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {
  @TempDir Path profile;

  private CredentialStore vault() {
    return new VaultCredentialStore(profile);
  }

  @Test
  void theVaultKeepsPasswordsOverARestartAndNotInTheClear() throws Exception {
    String service = CredentialStore.service(ServerSettings.parse("imaps://alice@mail.example"));
    vault().store(service, "alice", Secret.of("contraseña secreta"));
    vault().store(service, "bob", Secret.of("other"));
    vault().delete(service, "bob");

    assertThat(vault().find(service, "alice")).contains(Secret.of("contraseña secreta"));
    assertThat(vault().find(service, "bob")).isEmpty();
    assertThat(vault().find("imaps://other:993", "alice")).isEmpty();
    String file =
        Files.readString(profile.resolve("credentials.vault"), StandardCharsets.ISO_8859_1);
    assertThat(file).doesNotContain("secreta").doesNotContain("alice");
    for (String name : new String[] {"credentials.vault", "credentials.key"}) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(profile.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aDamagedVaultIsSaidAndKeptWhenANewOneIsMade() throws Exception {
    vault().store("s", "u", Secret.of("p"));
    Path file = profile.resolve("credentials.vault");
    byte[] octets = Files.readAllBytes(file);
    octets[octets.length - 1] ^= 1;
    Files.write(file, octets);

    assertThat(
            catchThrowableOfType(CredentialException.class, () -> vault().find("s", "u")).reason())
        .isEqualTo(CredentialException.Reason.VAULT_DAMAGED);
    assertThat(Files.readAllBytes(file)).isEqualTo(octets);

    vault().store("s", "u", Secret.of("again"));
    assertThat(vault().find("s", "u")).contains(Secret.of("again"));
    assertThat(Files.readAllBytes(profile.resolve("credentials.vault.damaged-1")))
        .isEqualTo(octets);
  }

  @Test
  void aVaultWithoutItsKeyIsDamagedAndNotEmpty() throws Exception {
    vault().store("s", "u", Secret.of("p"));
    Files.delete(profile.resolve("credentials.key"));
    assertThat(
            catchThrowableOfType(CredentialException.class, () -> vault().find("s", "u")).reason())
        .isEqualTo(CredentialException.Reason.VAULT_DAMAGED);
  }

  @Test
  void theKeychainIsLeftAloneWhereItIsNotWantedOrHasNoSession() {
    Map<String, String> session = Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/tmp/x");
    assertThat(Credentials.keychainWanted(session, "off")).isFalse();
    assertThat(Credentials.keychainWanted(session, "")).isTrue();
    assertThat(
            Credentials.keychainWanted(
                Map.of("DBUS_SESSION_BUS_ADDRESS", "x", "PALOMA_KEYRING", "off"), ""))
        .isFalse();
  }
}
