package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.MailboxRole;
import app.paloma.sync.SyncEngine;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `paloma sync`: pushes pending changes, then brings mailboxes up to date.
@Command(name = "sync", description = "Bring the mail up to date, both ways.")
final class SyncCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  @Option(names = "--mailbox", paramLabel = "M", description = "Only these; may be repeated.")
  List<String> mailboxes = List.of();

  @Option(names = "--headers-only", description = "Leave the texts on the server.")
  boolean headersOnly;

  @Option(
      names = "--verify",
      description = "Compare every message with the server's, whatever its numbers say.")
  boolean verify;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  private int added;
  private int changed;
  private int removed;
  private int pushed;
  private int quarantined;
  private int messages;
  private long bytes;
  private boolean complete = true;
  private int status = ExitStatus.DONE;

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    List<Account> accounts = session.accounts(email);
    for (String name : mailboxes) {
      boolean isRole = MailboxRole.ofToken(name).isPresent();
      if (name.startsWith("@") && !isRole) {
        throw CommandFailed.of(ExitStatus.USAGE, "no_role", name);
      }
    }
    // What was put aside until now is unread again, on the server too.
    session.services().store().attention().returnDue();
    Refusals refusals = new Refusals(session);
    double seconds = 0;
    int connections = 0;
    int roundTrips = 0;
    for (Account account : accounts) {
      SyncEngine.Report report = synchronize(session, account);
      seconds += report.seconds();
      connections += report.connections();
      roundTrips += report.roundTrips();
      if (report.failure().isPresent()) {
        complete = false;
        explain(session, "", account, report.failure().get());
      }
    }
    if (complete || status == ExitStatus.DONE) {
      tellMissing(session, accounts);
    }
    if (refusals.tell()) {
      status = Math.max(status, ExitStatus.PARTLY);
    }
    Map<String, Object> total = new LinkedHashMap<>();
    total.put("total", true);
    total.put("messages", messages);
    counts(total, added, changed, removed, pushed, quarantined, bytes);
    total.put("seconds", seconds);
    total.put("complete", complete);
    total.put("connections", connections);
    total.put("roundTrips", roundTrips);
    if (json) {
      session.output().json(total);
    } else {
      session.output().printTable();
      session
          .output()
          .line(
              Words.get(
                  "synchronized",
                  added,
                  changed,
                  removed,
                  pushed,
                  String.format(Locale.ROOT, "%.1f", seconds)));
    }
    return status;
  }

  /// What was asked for and is in no account, now that the servers told what they have.
  private void tellMissing(Session session, List<Account> accounts) {
    for (String name : mailboxes) {
      if (accounts.stream().allMatch(account -> session.mailbox(account, name).isEmpty())) {
        session.output().trouble("mailbox", name);
        complete = false;
        status = ExitStatus.NOT_FOUND;
      }
    }
  }

  private SyncEngine.Report synchronize(Session session, Account account) throws Exception {
    SyncEngine engine = session.services().sync();
    SyncEngine.Options options = new SyncEngine.Options(mailboxes, headersOnly);
    Consumer<MailboxReport> progress = mailbox -> report(session, account, mailbox);
    try (AutoCloseable _ = engine.subscribe(status -> waits(session, account, status))) {
      return verify
          ? engine.verify(account.id(), options, progress)
          : engine.syncNow(account.id(), options, progress);
    }
  }

  /// A server that says nothing takes long to be given up: whoever waits hears why.
  private static void waits(Session session, Account account, SyncEngine.Status status) {
    if (status instanceof SyncEngine.Status.Failed failed) {
      ErrorText.Explanation words = explanation(account, failed.failure());
      session.output().progress(words.what() + " " + words.advice());
    } else if (status instanceof SyncEngine.Status.Alert alert) {
      session.output().alert(account.email(), alert.text());
    }
  }

  private static ErrorText.Explanation explanation(Account account, Exception failure) {
    return ErrorText.explain(failure, account.incoming().host(), Locale.getDefault());
  }

  private static void counts(
      Map<String, Object> row,
      int added,
      int changed,
      int removed,
      int pushed,
      int quarantined,
      long bytes) {
    row.put("added", added);
    row.put("changed", changed);
    row.put("removed", removed);
    row.put("pushed", pushed);
    row.put("quarantined", quarantined);
    row.put("bytes", bytes);
  }

  private synchronized void report(Session session, Account account, MailboxReport mailbox) {
    added += mailbox.added();
    changed += mailbox.changed();
    removed += mailbox.removed();
    pushed += mailbox.pushed();
    quarantined += mailbox.quarantined();
    messages += mailbox.messages();
    bytes += mailbox.bytes();
    complete &= mailbox.complete();
    if (mailbox.failure().isPresent()) {
      explain(session, mailbox.mailbox() + ": ", account, mailbox.failure().get());
    }
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("account", account.email());
      row.put("mailbox", mailbox.mailbox());
      row.put("messages", mailbox.messages());
      counts(
          row,
          mailbox.added(),
          mailbox.changed(),
          mailbox.removed(),
          mailbox.pushed(),
          mailbox.quarantined(),
          mailbox.bytes());
      row.put("seconds", mailbox.seconds());
      row.put("complete", mailbox.complete());
      session.output().json(row);
    } else {
      session
          .output()
          .row(
              account.email(),
              mailbox.mailbox(),
              Words.count("messages", mailbox.messages()),
              "+" + mailbox.added() + " ~" + mailbox.changed() + " -" + mailbox.removed());
    }
  }

  private void explain(Session session, String about, Account account, Exception failure) {
    ErrorText.Explanation words = explanation(account, failure);
    session.output().error(about + (words.what() + " " + words.why()).strip(), words.advice());
    status = Math.max(status, ExitStatus.of(failure));
  }
}
