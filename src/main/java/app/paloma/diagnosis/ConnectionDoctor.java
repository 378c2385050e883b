package app.paloma.diagnosis;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.ImapOptions;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Quota;
import app.paloma.protocol.pop3.Pop3Capabilities;
import app.paloma.protocol.pop3.Pop3Client;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.SmtpTimeouts;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Looks at one server step by step, from its name to the inbox, and says at which step it fails.
public final class ConnectionDoctor {
  /// @param stage dns, tcp, tls, greeting, capabilities, auth or mailbox
  /// @param detail what was seen, or what happened and why
  /// @param advice what to do; empty where all is well
  public record Stage(
      String server, String stage, boolean ok, long ms, String detail, String advice) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofDays(14);
  private static final double NEARLY_FULL = 0.9;

  /// What is less is hardly worth a number.
  private static final long MEGABYTE = 1 << 20;

  private final ConnectionFactory connections;
  private final Clock clock;

  public ConnectionDoctor(ConnectionFactory connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /// Blocking; each stage is reported as it ends, the first that fails is the last.
  ///
  /// @param password where it is empty the look ends before signing in
  public List<Stage> examine(
      ServerSettings server,
      Optional<String> caPem,
      Optional<Secret<String>> password,
      Locale locale,
      Consumer<Stage> progress) {
    Examination examination = new Examination(server, locale, progress);
    try {
      examination.look(caPem);
      if (server.needsCredentials() && !server.user().isEmpty()) {
        examination.signIn(caPem, password);
      }
    } catch (MailException e) {
      examination.failed(e);
    }
    return List.copyOf(examination.stages);
  }

  private final class Examination {
    private final ServerSettings server;
    private final Locale locale;
    private final Words words;
    private final Consumer<Stage> progress;
    private final List<Stage> stages = new ArrayList<>();
    private String stage = "";
    private String rules = "";
    private long began;

    Examination(ServerSettings server, Locale locale, Consumer<Stage> progress) {
      this.server = server;
      this.locale = locale;
      this.words = new Words(locale);
      this.progress = progress;
    }

    void look(Optional<String> caPem) throws MailException {
      begin("dns");
      passed(String.join(", ", connections.addresses(server.host())), "");
      begin("tcp");
      ServerSettings bare =
          new ServerSettings(
              server.protocol(),
              server.host(),
              server.port(),
              ConnectionSecurity.NONE,
              server.user(),
              server.auth());
      try (Connection connection = connections.open(bare, caPem, who())) {
        connection.setReadTimeout(PATIENCE);
        passed(connection.remoteAddress(), "");
        FirstWords dialogue = FirstWords.with(connection, server.protocol());
        if (server.security() == ConnectionSecurity.TLS) {
          tls(connection);
        }
        begin("greeting");
        String greeting = Words.clean(dialogue.greeting());
        passed(
            greeting,
            server.security() == ConnectionSecurity.NONE ? words.get("doctor.unprotected") : "");
        begin("capabilities");
        List<String> capabilities = dialogue.capabilities();
        if (server.security() == ConnectionSecurity.STARTTLS) {
          begin("tls");
          if (!dialogue.offersTls(capabilities)) {
            throw new TlsFailed(
                TlsFailed.Reason.STARTTLS_MISSING, "the server does not offer STARTTLS", null);
          }
          dialogue.beginTls();
          tls(connection);
          begin("capabilities");
          capabilities = dialogue.capabilities();
        }
        passed(Words.clean(String.join(" ", capabilities)), "");
      }
    }

    private void tls(Connection connection) throws MailException {
      begin("tls");
      connection.startTls();
      String detail = connection.protection() + ".";
      String advice = "";
      Optional<X509Certificate> certificate = connection.peerCertificate();
      if (certificate.isPresent()) {
        Instant ends = certificate.get().getNotAfter().toInstant();
        detail =
            Words.join(
                detail,
                words.get(
                    "doctor.certificate",
                    Words.clean(certificate.get().getSubjectX500Principal().getName()),
                    Words.clean(certificate.get().getIssuerX500Principal().getName()),
                    ends.atZone(ZoneOffset.UTC).toLocalDate().toString()));
        if (ends.isBefore(clock.instant().plus(SOON))) {
          advice = words.get("doctor.certificate.ends");
        }
      }
      passed(detail, advice);
    }

    void signIn(Optional<String> caPem, Optional<Secret<String>> password) throws MailException {
      begin("auth");
      if (password.isEmpty()) {
        ended(false, words.get("doctor.nopassword.what"), words.get("doctor.nopassword.do"));
        return;
      }
      switch (server.protocol()) {
        case IMAP -> {
          try (ImapClient client =
              ImapClient.open(
                  connections.open(server, caPem, who()),
                  server,
                  password.get(),
                  ImapOptions.DEFAULT,
                  ImapListener.NONE)) {
            passed(words.get("doctor.signedin"), "");
            begin("mailbox");
            long messages = client.examine(MailboxName.INBOX, Optional.empty()).exists();
            Optional<Quota.Resource> storage = storage(client);
            // STATUS is for mailboxes that are not selected (RFC 9051 §6.3.11).
            client.unselect();
            inbox(messages, octets(client), storage);
          }
        }
        case POP3 -> {
          try (Pop3Client client =
              Pop3Client.connect(
                  connections, server, caPem, who(), password.get(), locale.getLanguage())) {
            passed(words.get("doctor.signedin"), "");
            begin("mailbox");
            Pop3Client.Maildrop maildrop = client.stat();
            rules = rules(client.ownCapabilities());
            inbox(maildrop.messages(), OptionalLong.of(maildrop.octets()), Optional.empty());
          }
        }
        case SMTP -> {
          try (SmtpClient client =
              SmtpClient.connect(
                  connections, server, caPem, who(), password, SmtpTimeouts.INTERACTIVE)) {
            passed(words.get("doctor.signedin"), "");
            client.quit();
          }
        }
      }
    }

    private static OptionalLong octets(ImapClient client) {
      try {
        return client.size(MailboxName.INBOX);
      } catch (MailException e) {
        // It does not tell, or opens every message for it and takes too long: that says nothing
        // about the mailbox.
        return OptionalLong.empty();
      }
    }

    /// The resource that is nearest to its limit, of those that measure octets.
    private static Optional<Quota.Resource> storage(ImapClient client) throws MailException {
      try {
        return client.quota(MailboxName.INBOX).stream()
            .flatMap(quota -> quota.resources().stream())
            .filter(resource -> resource.name().equalsIgnoreCase("STORAGE"))
            .filter(resource -> resource.limit() > 0)
            .max(Comparator.comparingDouble(each -> (double) each.usage() / each.limit()));
      } catch (CommandRejected e) {
        // It announces QUOTA and does not tell: that says nothing about the mailbox.
        return Optional.empty();
      }
    }

    private void inbox(long count, OptionalLong octets, Optional<Quota.Resource> storage) {
      String detail = words.get("doctor.messages", Long.toString(count));
      if (octets.orElse(0) >= MEGABYTE) {
        String size = megabytes(Math.ceilDiv(octets.getAsLong(), 1024));
        detail = Words.join(detail, words.get("doctor.size", size));
      }
      String advice = "";
      if (storage.isPresent()) {
        Quota.Resource used = storage.get();
        detail =
            Words.join(
                detail,
                words.get("doctor.quota", megabytes(used.usage()), megabytes(used.limit())));
        advice = used.usage() >= NEARLY_FULL * used.limit() ? words.get("doctor.quota.full") : "";
      }
      passed(Words.join(detail, rules), advice);
    }

    /// What the server announces about keeping mail and about signing in.
    private String rules(Pop3Capabilities capabilities) {
      String expiry = "";
      if (capabilities.neverExpires()) {
        expiry = words.get("doctor.expire.never");
      } else if (capabilities.expireDays().isPresent()) {
        int days = capabilities.expireDays().getAsInt();
        String key = days == 0 ? "now" : days == 1 ? "day" : "days";
        expiry = words.get("doctor.expire." + key, Integer.toString(days));
      }
      int delay = capabilities.loginDelaySeconds().orElse(0);
      return Words.join(
          expiry, delay > 0 ? words.get("doctor.logindelay", Integer.toString(delay)) : "");
    }

    private static String megabytes(long kilobytes) {
      return Long.toString(Math.ceilDiv(kilobytes, 1024));
    }

    private String who() {
      return server.user().isEmpty() ? server.host() : server.user() + "@" + server.host();
    }

    private void begin(String name) {
      stage = name;
      began = System.nanoTime();
    }

    private void passed(String detail, String advice) {
      ended(true, detail, advice);
    }

    void failed(MailException failure) {
      ErrorText.Explanation explanation =
          ErrorText.explain(failure, server.host() + ":" + server.port(), locale);
      ended(false, Words.join(explanation.what(), explanation.why()), explanation.advice());
    }

    private void ended(boolean ok, String detail, String advice) {
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      Stage done = new Stage(server.withUser("").toUrl(), stage, ok, ms, detail, advice);
      stages.add(done);
      progress.accept(done);
    }
  }
}
