package app.paloma.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.paloma.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The system's keychain, played by a real gnome-keyring on a session bus of the test's own.
@Tag("server")
class KeyringSessionTest {
  @TempDir Path home;

  private static boolean installed(String program) {
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /// What runs inside the session: stores, reads as another process would, replaces, deletes.
  public static final class Session {
    private Session() {}

    public static void main(String[] arguments) {
      Path profile = Path.of(arguments[0]);
      CredentialStore store = Credentials.open(profile);
      store.store("imaps://h:993", "alice", Secret.of("contraseña"));
      store.store("imaps://h:993", "alice", Secret.of("new"));
      store.store("imaps://h:993", "bob", Secret.of("two"));
      store.delete("imaps://h:993", "bob");
      CredentialStore again = Credentials.open(profile);
      System.out.println(
          "RESULT "
              + again.description()
              + " "
              + again.find("imaps://h:993", "alice").map(Secret::reveal)
              + " "
              + again.find("imaps://h:993", "bob").map(Secret::reveal)
              + " vault="
              + Files.exists(profile.resolve("credentials.vault")));
      System.exit(0);
    }
  }

  private String run(String before) throws Exception {
    assumeTrue(
        installed("dbus-run-session") && installed("gnome-keyring-daemon"),
        "gnome-keyring and dbus-run-session are not installed");
    Path runtime =
        Files.createDirectory(
            home.resolve("runtime"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            before + " exec \"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\" \"$3\"",
            java,
            System.getProperty("java.class.path"),
            Session.class.getName(),
            home.toString());
    Map<String, String> environment = builder.environment();
    environment.put("XDG_DATA_HOME", home.toString());
    environment.put("XDG_RUNTIME_DIR", runtime.toString());
    environment.remove("PALOMA_KEYRING");
    environment.remove("DISPLAY");
    Path output = home.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it must not hang").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Test
  void theKeychainKeepsThePasswordsAndTheVaultStaysEmpty() throws Exception {
    assertThat(run("printf pw | gnome-keyring-daemon --unlock --components=secrets >&2;"))
        .contains("RESULT keyring: GNOME_KEYRING Optional[new] Optional.empty vault=false")
        .doesNotContain("Received signal");
  }

  @Test
  void aKeychainNobodyCanUnlockGivesWayToTheVault() throws Exception {
    assertThat(run("")).contains("Optional[new] Optional.empty vault=true");
  }
}
