package app.paloma.cli;

import app.paloma.model.OutboxId;
import app.paloma.store.OutboxStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma outbox`: what waits to be sent, and what to do with it.
@Command(name = "outbox", description = "What waits to be sent.")
final class OutboxCommands implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    OutboxRows rows = new OutboxRows(session, json);
    for (OutboxStore.Entry entry : session.services().store().outbox().list()) {
      if (json) {
        session.output().json(rows.row(entry, OutboxRows.state(entry)));
      } else {
        rows.list(entry);
      }
    }
    session.output().printTable();
    return ExitStatus.DONE;
  }

  @Command(name = "flush", description = "Deliver what is due, now.")
  int flush(@Option(names = "--json", description = "One JSON object a line.") boolean jsonLines) {
    Session session = paloma.session();
    OutboxRows rows = new OutboxRows(session, jsonLines || json);
    int status = ExitStatus.DONE;
    List<OutboxStore.Entry> delivered = session.services().outbox().flush(_ -> {});
    for (OutboxStore.Entry entry : delivered) {
      status = Math.max(status, rows.print(entry, false));
    }
    return status;
  }

  @Command(name = "retry", description = "Try this one again, now.")
  int retry(
      @Parameters(paramLabel = "ID") long id,
      @Option(names = "--json", description = "One JSON object a line.") boolean jsonLines) {
    Session session = paloma.session();
    OutboxId outboxId = entry(session, id).id();
    session.services().outbox().retry(outboxId);
    OutboxStore.Entry entry = session.services().outbox().deliver(outboxId);
    return new OutboxRows(session, jsonLines || json).print(entry, false);
  }

  @Command(name = "cancel", description = "Do not send it; nothing of it went out.")
  int cancel(@Parameters(paramLabel = "ID") long id) {
    Session session = paloma.session();
    if (!session.services().outbox().cancel(entry(session, id).id())) {
      throw CommandFailed.of(ExitStatus.PARTLY, "too_late", id);
    }
    return ExitStatus.DONE;
  }

  @Command(
      name = "resolve",
      description = "Say of an uncertain message whether it was sent: sent or unsent.")
  int resolve(
      @Parameters(paramLabel = "ID") long id, @Parameters(paramLabel = "sent|unsent") String how) {
    Session session = paloma.session();
    OutboxStore.Entry entry = entry(session, id);
    if (!how.equals("sent") && !how.equals("unsent")) {
      throw CommandFailed.of(ExitStatus.USAGE, "sent_or_unsent", how);
    }
    if (entry.state() != OutboxStore.State.UNCERTAIN) {
      throw CommandFailed.of(ExitStatus.USAGE, "not_uncertain", id);
    }
    session.services().outbox().resolve(entry.id(), how.equals("sent"));
    return ExitStatus.DONE;
  }

  private static OutboxStore.Entry entry(Session session, long id) {
    return session
        .services()
        .store()
        .outbox()
        .get(new OutboxId(id))
        .orElseThrow(() -> CommandFailed.of(ExitStatus.NOT_FOUND, "no_outbox_message", id));
  }
}
