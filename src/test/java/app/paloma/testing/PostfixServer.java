package app.paloma.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/// A real Postfix on loopback: MX, submission and submissions ports, SASL by a Dovecot, delivering
/// into it by LMTP. Postfix wants root; without it tests are skipped by name.
public final class PostfixServer implements AutoCloseable {
  private final Path program;
  private final Path directory;
  private final Path log;
  private final int smtp;
  private final int submission;
  private final int submissions;

  private PostfixServer(DovecotServer dovecot, String extra) throws IOException {
    program = ServerProcess.require("postfix");
    if (!ServerProcess.root()) {
      ServerProcess.missing("Postfix can only be started by root");
    }
    directory = ServerProcess.directory("paloma-postfix");
    log = directory.resolve("postfix.log");
    smtp = ServerProcess.freePort();
    submission = ServerProcess.freePort();
    submissions = ServerProcess.freePort();
    prepare(dovecot, extra);
    ServerProcess.run(program.toString(), "-c", directory.resolve("etc").toString(), "start");
    ServerProcess.await(submission, log);
  }

  public static PostfixServer start(DovecotServer dovecot) throws IOException {
    return new PostfixServer(dovecot, "");
  }

  /// @param extra more lines of main.cf
  public static PostfixServer start(DovecotServer dovecot, String extra) throws IOException {
    return new PostfixServer(dovecot, extra);
  }

  private void prepare(DovecotServer dovecot, String extra) throws IOException {
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(directory.resolve("spool"));
    ServerProcess.run("chown", "postfix", data.toString());
    TestCertificates certificates = TestCertificates.shared();
    Files.writeString(etc.resolve("cert.pem"), certificates.pem("good"));
    Path key = etc.resolve("key.pem");
    Files.writeString(key, certificates.privateKeyPem("good"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        etc.resolve("main.cf"),
        """
        compatibility_level = 3.6
        queue_directory = %1$s/spool
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = %1$s/postfix.log
        maillog_file_prefixes = %1$s
        myhostname = mx.%2$s
        mydestination =
        mynetworks =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        local_transport = error:no local delivery
        alias_maps =
        alias_database =
        virtual_mailbox_domains = %2$s
        virtual_mailbox_maps = inline:{ %3$s }
        virtual_transport = lmtp:inet:127.0.0.1:%4$d
        lmtp_destination_recipient_limit = 1
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:%5$d
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = %1$s/etc/cert.pem
        smtpd_tls_key_file = %1$s/etc/key.pem
        smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
        smtpd_recipient_restrictions = reject_unlisted_recipient
        smtputf8_enable = yes
        message_size_limit = 300000000
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0
        in_flow_delay = 0
        disable_vrfy_command = no
        %6$s
        """
            .formatted(
                directory,
                DovecotServer.DOMAIN,
                users(),
                dovecot.lmtpPort(),
                dovecot.authPort(),
                extra));
    Files.writeString(
        etc.resolve("master.cf"),
        """
        127.0.0.1:%1$d inet n - n - - smtpd
        127.0.0.1:%2$d inet n - n - - smtpd
          -o smtpd_tls_security_level=encrypt
          -o smtpd_client_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:%3$d inet n - n - - smtpd
          -o smtpd_tls_wrappermode=yes
          -o smtpd_client_restrictions=permit_sasl_authenticated,reject
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd
        """
            .formatted(smtp, submission, submissions));
  }

  private static String users() {
    StringBuilder map = new StringBuilder();
    for (String user : DovecotServer.USERS) {
      map.append("{ ").append(user).append('@').append(DovecotServer.DOMAIN).append(" = x }, ");
    }
    return map.substring(0, map.length() - 2);
  }

  /// The port for other mail servers: no authentication needed for local recipients.
  public int smtpPort() {
    return smtp;
  }

  /// STARTTLS and authentication required.
  public int submissionPort() {
    return submission;
  }

  /// TLS from the first octet, authentication required.
  public int submissionsPort() {
    return submissions;
  }

  public String smtpUrl(String user) {
    return "smtp://%s@localhost:%d".formatted(user, submission);
  }

  public String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() throws IOException {
    Process stop =
        new ProcessBuilder(program.toString(), "-c", directory.resolve("etc").toString(), "abort")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      stop.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ServerProcess.delete(directory);
  }
}
