package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.cli.Paloma;
import app.paloma.discovery.NothingTold;
import app.paloma.store.Maintenance;
import app.paloma.testing.ScriptedServer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people read is in their language; what scripts read is not.
class SpanishCommandLineTest {
  @TempDir Path directory;
  private final Locale before = Locale.getDefault();
  private Path profile;

  @BeforeEach
  void spanish() {
    System.setProperty("paloma.keyring", "off");
    profile = directory.resolve("profile");
    Locale.setDefault(Locale.of("es", "CL"));
  }

  @AfterEach
  void asBefore() {
    Locale.setDefault(before);
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(profile, arguments);
  }

  private void says(String what, String advice, String... arguments) {
    assertThat(run(arguments).error).isEqualTo("paloma: " + what + "\n  try: " + advice + "\n");
  }

  @Test
  void aWrongCommandLineIsUnderstood() {
    says("no existe la orden nada", "paloma --help", "nada");
    says("no existe la opción --nada", "paloma list --help", "list", "INBOX", "--nada");
    says("falta MAILBOX", "paloma list --help", "list");
    says("falta --email", "paloma account add --help", "account", "add");
    says("faltan --format, --to", "paloma export --help", "export", "INBOX");
    says("falta ID… MAILBOX", "paloma move --help", "move", "1");
    says("esto sobra: más", "paloma list --help", "list", "INBOX", "más");
    says("--limit necesita un valor: N", "paloma list --help", "list", "INBOX", "--limit");
    says("--limit: «x» no es un número", "paloma list --help", "list", "INBOX", "--limit", "x");
    says("ID: «x» no es un número", "paloma show --help", "show", "x");
    says("--json no lleva ningún valor: x", "paloma list --help", "list", "INBOX", "--json=x");
    says("no existe la orden nada", "paloma account --help", "account", "nada");
    says("--profile aparece dos veces", "paloma --help", "--profile", "x", "list", "INBOX");
    says(
        "--json, --raw se excluyen: indica solo una",
        "paloma show --help",
        "show",
        "1",
        "--json",
        "--raw");
    says(
        "--format: «zip» no es ninguno de mbox, maildir, eml",
        "paloma export --help",
        "export",
        "INBOX",
        "--format",
        "zip",
        "--to",
        "x");
    says(
        "falta una de estas órdenes: create, delete, rename, subscribe, unsubscribe",
        "paloma mailbox --help",
        "mailbox");
  }

  @Test
  void whatCannotBeDoneIsSaidInSpanish() throws Exception {
    says(
        "todavía no hay ninguna cuenta",
        "paloma account add --email TÚ@EJEMPLO.ORG",
        "list",
        "INBOX");
    CommandLineRun.addAccount(profile, "ana@example.test", "imap://localhost:1?tls=none&auth=none");
    Path message =
        Files.writeString(directory.resolve("uno.eml"), "Subject: {0} ñ\r\n\r\nhola\r\n");
    assertThat(run("import", message.toString(), "--mailbox", "INBOX").error)
        .isEqualTo("se importó 1 mensaje en INBOX\n");
    assertThat(run("mailboxes").text()).contains("1 mensaje ", "1 sin leer");
    assertThat(run("search", "hola").text()).contains("encontrados: 1");
    says("no existe la carpeta {0}", "paloma mailboxes", "list", "{0}");
    says("no existe el mensaje 99", "paloma list INBOX muestra los números", "show", "99");
    says("el mensaje 7 no está en la bandeja de salida", "paloma outbox", "outbox", "retry", "7");
    says("no se indicó ninguna marca", "--add seen o --remove flagged", "flag", "1");
    assertThat(run("list", "INBOX", "--json").last()).containsEntry("subject", "{0} ñ");
  }

  @Test
  void whatACheckRepairsIsSaidInSpanish() throws Exception {
    CommandLineRun.addAccount(profile, "ana@example.test", "imap://localhost:1?tls=none&auth=none");
    for (boolean json : new boolean[] {false, true}) {
      try (Connection database =
              DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
          Statement statement = database.createStatement()) {
        statement.execute("UPDATE mailbox SET messages = 7");
      }
      if (json) {
        assertThat(run("check", "--json").text())
            .contains("mailboxes had wrong counts", "mailboxes were made anew");
      } else {
        assertThat(run("check").text())
            .contains("carpetas mal contadas: ", "reparado: carpetas contadas de nuevo: ")
            .doesNotContain("counts were");
      }
    }
    hasWords("check.", Maintenance.Note.Kind.values());
  }

  /// Nobody listens for web browsers here.
  @Test
  void whyNoSettingsWereFoundIsSaidInSpanish() throws Exception {
    assertThat(run("discover", "ana@localhost").text())
        .contains("sin conexión")
        .doesNotContain("no connection");
    assertThat(run("discover", "ana@localhost", "--json").text()).contains("no connection");
    hasWords("nothing.", NothingTold.Kind.values());
  }

  private static void hasWords(String prefix, Enum<?>... kinds) throws IOException {
    Properties words = new Properties();
    try (Reader in =
        new InputStreamReader(
            Paloma.class.getResourceAsStream("CliMessages_es.properties"),
            StandardCharsets.UTF_8)) {
      words.load(in);
    }
    assertThat(kinds).allSatisfy(kind -> assertThat(words).containsKey(prefix + kind.name()));
  }

  @Test
  void whatNeitherTheWindowNorACommandTakesIsSaidInSpanish() {
    assertThatThrownBy(() -> Arguments.parse("--nada")).hasMessage("no existe la opción --nada");
    assertThatThrownBy(() -> Arguments.parse("--profile"))
        .hasMessage("--profile necesita una ruta");
  }

  @Test
  void whatIsNoServerAndNoAddressIsSaidInSpanish() throws Exception {
    String advice = "corrígelo, o lee paloma --help";
    says(
        "la URL debe empezar por imap, imaps, pop3, pop3s, smtp o smtps: http://x",
        advice,
        "doctor",
        "http://x");
    says("la URL no nombra ningún servidor: imap:///x", advice, "doctor", "imap:///x");
    says("no es una dirección: ana", advice, "discover", "ana");
    says("no es un nombre para el DNS: a..b", advice, "dns", "a..b");
    CommandLineRun.addAccount(profile, "ana@example.test", "imap://localhost:1?tls=none&auth=none");
    Path message = Files.writeString(directory.resolve("uno.eml"), "Subject: x\r\n\r\nhola\r\n");
    says("el mensaje no nombra a ningún destinatario", advice, "send", message.toString());
    says("no es una dirección: <>@", advice, "send", message.toString(), "--to", "<>@");
  }

  @Test
  void whoHasAMessageAndWhoHasNotIsSaidInSpanish() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220 ready
            C~ EHLO .*
            S: 250 here
            C~ MAIL FROM:.*
            S: 250 ok
            C: RCPT TO:<a@example.net>
            S: 250 ok
            C: RCPT TO:<b@example.net>
            S: 550 5.1.1 no such user
            C: RCPT TO:<c@example.net>
            S: 551 5.1.6 please try <c@example.com>
            C: RCPT TO:<d@example.net>
            S: 450 4.2.1 mailbox busy
            C: RCPT TO:<e@example.net>
            S: 250 ok
            C: DATA
            S: 354 go
            C* .
            S: 250 taken
            C: QUIT
            S: 221 bye
            """)) {
      CommandLineRun.addAccount(
          profile,
          "ana@example.test",
          "pop3://ana@localhost:1?tls=none",
          "--outgoing",
          "smtp://localhost:" + server.port() + "?tls=none&auth=none");
      CommandLineRun sent =
          CommandLineRun.withInput(
              profile,
              """
              From: ana@example.test\r
              To: a@example.net, b@example.net, c@example.net, d@example.net, e@example.net\r
              Subject: hola\r
              \r
              hola\r
              """,
              "send",
              "-");
      assertThat(sent.text()).isEqualTo("1  enviado solo a algunos  hola\n");
    }
    List<String> table = run("outbox").text().lines().toList();
    assertThat(table).hasSize(4);
    assertThat(table.get(0)).matches("1 +enviado solo a algunos +hola");
    assertThat(table.get(1)).matches(" +rechazado +b@example.net +.*");
    assertThat(table.get(2)).matches(" +rechazado +c@example.net +.*: c@example.com");
    assertThat(table.get(3)).matches(" +aplazado +d@example.net +.*");
    Map<String, Object> row = run("outbox", "--json").last();
    assertThat(row).containsEntry("state", "partial");
    assertThat(row.get("recipients").toString())
        .contains("status=accepted", "status=rejected", "status=deferred");
  }
}
