package app.paloma.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Dovecot (IMAP, POP3, LMTP) on loopback, in a temporary directory. Users `alice`, `bob`,
/// `carol` and `dave`, each with the password `secret`; addresses are `USER@example.test`.
public final class DovecotServer implements AutoCloseable {
  public static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
  public static final String PASSWORD = "secret";
  public static final String DOMAIN = "example.test";

  private final Path program;
  private final Path directory;
  private final Path log;
  private final Path configuration;
  private final int imap;
  private final int imaps;
  private final int pop3;
  private final int pop3s;
  private final int lmtp;
  private final int auth;
  private Process process;

  private DovecotServer(String extra) throws IOException {
    program = ServerProcess.require("dovecot");
    directory = ServerProcess.directory("paloma-dovecot");
    log = directory.resolve("dovecot.log");
    configuration = directory.resolve("dovecot.conf");
    imap = ServerProcess.freePort();
    imaps = ServerProcess.freePort();
    pop3 = ServerProcess.freePort();
    pop3s = ServerProcess.freePort();
    lmtp = ServerProcess.freePort();
    auth = ServerProcess.freePort();
    prepare(extra);
    launch();
  }

  /// Starts one, or aborts the test by name where Dovecot is not installed.
  public static DovecotServer start() throws IOException {
    return new DovecotServer("");
  }

  /// @param extra more lines of configuration, to switch capabilities off for instance
  public static DovecotServer start(String extra) throws IOException {
    return new DovecotServer(extra);
  }

  private void prepare(String extra) throws IOException {
    TestCertificates certificates = TestCertificates.shared();
    Files.writeString(directory.resolve("cert.pem"), certificates.pem("good"));
    Files.writeString(directory.resolve("key.pem"), certificates.privateKeyPem("good"));
    StringBuilder users = new StringBuilder();
    for (String user : USERS) {
      users.append(user).append(":{PLAIN}").append(PASSWORD).append("::::::\n");
    }
    Files.writeString(directory.resolve("users"), users);
    Path mail = Files.createDirectories(directory.resolve("mail"));
    Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
    String me = System.getProperty("user.name");
    String mailUser = ServerProcess.root() ? "nobody" : me;
    String group = ServerProcess.run("id", "-gn", mailUser).strip();
    String internal =
        ServerProcess.root()
            ? ""
            : "default_internal_user = %s\ndefault_internal_group = %s\ndefault_login_user = %s\n"
                .formatted(me, group, me);
    Files.writeString(
        configuration,
        """
        protocols = imap pop3 lmtp
        base_dir = %1$s/run
        state_dir = %1$s/run
        log_path = %1$s/dovecot.log
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <%1$s/cert.pem
        ssl_key = <%1$s/key.pem
        disable_plaintext_auth = no
        auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
        auth_username_format = %%Ln
        auth_failure_delay = 0
        mail_location = maildir:%1$s/mail/%%n
        mail_max_userip_connections = 100
        first_valid_uid = 1
        first_valid_gid = 1
        mail_fsync = never
        %2$s
        passdb {
          driver = passwd-file
          args = scheme=PLAIN %1$s/users
        }
        userdb {
          driver = static
          args = uid=%3$s gid=%4$s home=%1$s/mail/%%n
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = %5$d
          }
          inet_listener imaps {
            port = %6$d
            ssl = yes
          }
        }
        service pop3-login {
          chroot =
          inet_listener pop3 {
            port = %7$d
          }
          inet_listener pop3s {
            port = %8$d
            ssl = yes
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = %9$d
          }
        }
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = %10$d
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          unix_listener stats-writer {
            mode = 0666
          }
        }
        namespace inbox {
          inbox = yes
          separator = /
          mailbox Drafts {
            special_use = \\Drafts
            auto = subscribe
          }
          mailbox Sent {
            special_use = \\Sent
            auto = subscribe
          }
          mailbox Archive {
            special_use = \\Archive
            auto = subscribe
          }
          mailbox Junk {
            special_use = \\Junk
            auto = subscribe
          }
          mailbox Trash {
            special_use = \\Trash
            auto = subscribe
          }
        }
        protocol imap {
          imap_idle_notify_interval = 2 mins
        }
        protocol pop3 {
          pop3_uidl_format = %%08Xu%%08Xv
        }
        %11$s
        """
            .formatted(
                directory, internal, mailUser, group, imap, imaps, pop3, pop3s, lmtp, auth, extra));
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(program.toString(), "-F", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServerProcess.await(imap, log);
  }

  public int imapPort() {
    return imap;
  }

  public int imapsPort() {
    return imaps;
  }

  public int pop3Port() {
    return pop3;
  }

  public int pop3sPort() {
    return pop3s;
  }

  public int lmtpPort() {
    return lmtp;
  }

  /// Where Postfix asks for SASL.
  public int authPort() {
    return auth;
  }

  /// The authority's PEM that proves this server.
  public String caPem() {
    return TestCertificates.shared().caPem();
  }

  public String imapUrl(String user) {
    return "imap://%s@localhost:%d".formatted(user, imap);
  }

  public String pop3Url(String user) {
    return "pop3://%s@localhost:%d".formatted(user, pop3);
  }

  /// The Maildir of a user, where tests may put messages before they start (mailbox `INBOX`).
  public Path maildir(String user) {
    return directory.resolve("mail").resolve(user);
  }

  /// Delivers octets to a mailbox as another client would, by `doveadm save`.
  public void deliver(String user, String mailbox, byte[] octets) throws IOException {
    Process save =
        new ProcessBuilder(
                ServerProcess.require("doveadm").toString(),
                "-c",
                configuration.toString(),
                "save",
                "-u",
                user,
                "-m",
                mailbox)
            .redirectErrorStream(true)
            .start();
    try (var out = save.getOutputStream()) {
      out.write(octets);
    }
    finish(save, "save");
  }

  /// Runs doveadm, to change or look at mail behind the client's back: `doveadm("mailbox",
  /// "status", "-u", "alice", "messages", "INBOX")`.
  public String doveadm(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 3];
    command[0] = ServerProcess.require("doveadm").toString();
    command[1] = "-c";
    command[2] = configuration.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return ServerProcess.run(command);
  }

  private static void finish(Process process, String what) throws IOException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("doveadm " + what + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Stops the server as a power cut would; [#restart] starts it again on the same ports.
  public void stop() {
    List<ProcessHandle> children = process.descendants().toList();
    // The master first: it would start others in their place.
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void restart() throws IOException {
    stop();
    Files.deleteIfExists(directory.resolve("run/master.pid"));
    launch();
    awaitUsers();
  }

  /// After a restart the listeners answer before the users can be looked up.
  private void awaitUsers() throws IOException {
    for (int i = 0; ; i++) {
      try {
        doveadm("mailbox", "list", "-u", USERS.getFirst());
        return;
      } catch (IOException e) {
        if (i == 100) {
          throw e;
        }
        ServerProcess.pause(100);
        if (!process.isAlive()) {
          // A child of the killed one, forked in that moment, had the ports a little longer.
          launch();
        }
      }
    }
  }

  public String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() throws IOException {
    stop();
    ServerProcess.delete(directory);
  }
}
