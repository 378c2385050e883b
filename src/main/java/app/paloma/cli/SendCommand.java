package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.OutboxId;
import app.paloma.model.SubmissionOffer;
import app.paloma.send.Outbox;
import app.paloma.send.SendResult;
import app.paloma.store.OutboxStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma send`: one RFC 5322 message, queued durably, then delivered.
@Command(name = "send", description = "Send one RFC 5322 message.")
final class SendCommand implements Callable<Integer> {
  /// RFC 2852 §4 has nine digits of seconds.
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,3})([mhd])");

  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "FILE|-", description = "The message; - is standard input.")
  String file;

  @Option(
      names = "--account",
      paramLabel = "EMAIL",
      description = "By this account, instead of the one whose address it comes from.")
  String email;

  @Option(names = "--from", paramLabel = "A", description = "The envelope's sender.")
  String from;

  @Option(
      names = "--to",
      paramLabel = "A",
      description = "Envelope recipients, instead of To/Cc/Bcc.")
  List<String> to = List.of();

  @Option(names = "--queue", description = "Only queue it; outbox flush sends it.")
  boolean queue;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Not before: 2026-01-31T08:00[+01:00].")
  String at;

  @Option(
      names = "--server-keeps",
      description =
          "With --at: the server keeps it until then, where it can (FUTURERELEASE). Once the"
              + " server has it, it cannot be taken back.")
  boolean serverKeeps;

  @Option(
      names = "--require-tls",
      description = "No server may pass it on without TLS (REQUIRETLS).")
  boolean requireTls;

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "How soon it is to be delivered: 30m, 4h, 2d (DELIVERBY).")
  String within;

  @Option(names = "--or-return", description = "With --within: what is late comes back.")
  boolean orReturn;

  @Option(names = "--report", description = "Ask the servers what becomes of it (DSN).")
  boolean report;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    List<Account> accounts = session.accounts(email);
    if (serverKeeps && at == null) {
      throw CommandFailed.of(ExitStatus.USAGE, "keeps_until");
    }
    if (orReturn && within == null) {
      throw CommandFailed.of(ExitStatus.USAGE, "return_after");
    }
    Instant when = at == null ? Instant.EPOCH : time(session, at);
    Instant notBefore = serverKeeps ? Instant.EPOCH : when;
    DeliveryWishes wishes =
        new DeliveryWishes(
            report,
            requireTls,
            Optional.ofNullable(within).map(SendCommand::duration),
            orReturn,
            serverKeeps ? when : Instant.EPOCH);
    OutboxId id;
    try (InputStream in = open(session)) {
      id =
          session
              .services()
              .outbox()
              .enqueue(accounts, in, Optional.ofNullable(from), to, notBefore, wishes);
    }
    boolean later = queue || notBefore.isAfter(Instant.now());
    OutboxStore.Entry entry =
        later
            ? session.services().store().outbox().get(id).orElseThrow()
            : session.services().outbox().deliver(id);
    boolean kept = entry.notBefore().isAfter(Instant.now());
    int status = new OutboxRows(session, json).print(entry, later || kept);
    if (SendResult.of(entry) == SendResult.SENT || SendResult.of(entry) == SendResult.PARTIAL) {
      tellWhatWasNotAsked(session, entry.account());
    }
    return status;
  }

  /// What the server cannot do and the message left without.
  private void tellWhatWasNotAsked(Session session, AccountId account) {
    Outbox outbox = session.services().outbox();
    if (outbox.isDirect(account)) {
      return;
    }
    Set<SubmissionOffer> offers = outbox.offers(account);
    if (report && !offers.contains(SubmissionOffer.DSN)) {
      session.output().trouble("no_reports");
    }
    if (within != null && !orReturn && !offers.contains(SubmissionOffer.DELIVERBY)) {
      session.output().trouble("no_deadlines");
    }
  }

  private InputStream open(Session session) throws IOException {
    if (file.equals("-")) {
      return given(session.in());
    }
    if (Files.isDirectory(Path.of(file))) {
      throw CommandFailed.of(ExitStatus.USAGE, "message_folder", file);
    }
    try {
      return given(new BufferedInputStream(Files.newInputStream(Path.of(file))));
    } catch (NoSuchFileException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "no_message_file", file);
    }
  }

  private static InputStream given(InputStream in) throws IOException {
    PushbackInputStream peeked = new PushbackInputStream(in);
    int first = peeked.read();
    if (first < 0) {
      throw CommandFailed.of(ExitStatus.USAGE, "empty");
    }
    peeked.unread(first);
    return peeked;
  }

  private static Duration duration(String text) {
    Matcher time = DURATION.matcher(text);
    if (!time.matches()) {
      throw CommandFailed.of(ExitStatus.USAGE, "not_duration", text);
    }
    ChronoUnit unit =
        switch (time.group(2)) {
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return unit.getDuration().multipliedBy(Long.parseLong(time.group(1)));
  }

  static Instant time(Session session, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).atZone(session.services().zone()).toInstant();
      } catch (DateTimeException local) {
        throw CommandFailed.of(ExitStatus.USAGE, "not_time", text);
      }
    }
  }
}
