package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.OutboxId;
import app.paloma.ui.UiExecutor;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One draft's identity: its row, its copy on the server and its files, changed by one task at a
/// time, so that however often it is saved there is one draft.
final class DraftKeeper {
  /// Where an attachment's octets come from; opened on a worker.
  interface Octets {
    InputStream open() throws java.io.IOException;
  }

  private final ComposerServices services;
  private final UiExecutor executor;
  private final Serial serial;
  private final List<DraftAttachment> files;
  private volatile Draft current;
  private Draft filed;
  private boolean gone;

  DraftKeeper(ComposerServices services, UiExecutor executor, Draft opened) {
    this.services = services;
    this.executor = executor;
    this.serial = new Serial(executor);
    this.current = opened;
    this.files = new ArrayList<>(opened.attachments());
  }

  /// As it was last saved.
  Draft current() {
    return current;
  }

  void save(Draft draft, Runnable done, Consumer<Exception> failed) {
    task(() -> keep(services.save(merged(draft))), saved -> done.run(), failed);
  }

  void file(Draft draft, Runnable done, Consumer<Exception> failed) {
    task(
        () -> {
          Draft now = merged(draft);
          if (now.serverCopy().isEmpty() || !same(now, filed)) {
            keep(services.file(now));
            filed = now;
          }
          return current;
        },
        saved -> done.run(),
        failed);
  }

  void send(
      Draft draft,
      Instant notBefore,
      Instant heldUntil,
      BiConsumer<OutboxId, Draft> done,
      Consumer<Exception> failed) {
    task(
        () -> {
          keep(services.save(merged(draft)));
          OutboxId id = services.send(current, notBefore, heldUntil);
          current =
              DraftParts.withIdentity(
                  current, current.id(), java.util.Optional.empty(), current.modified());
          return id;
        },
        id -> done.accept(id, current),
        failed);
  }

  void attach(
      String name,
      String contentType,
      Octets octets,
      boolean inline,
      String contentId,
      Consumer<DraftAttachment> done,
      Consumer<Exception> failed) {
    task(
        () -> {
          if (current.id().value() == 0) {
            keep(services.save(merged(current)));
          }
          try (InputStream in = octets.open()) {
            DraftAttachment added =
                services.attach(current.id(), name, contentType, in, inline, contentId);
            files.add(added);
            return added;
          }
        },
        done,
        failed);
  }

  void detach(DraftAttachment file, Consumer<Exception> failed) {
    task(
        () -> {
          files.remove(file);
          services.detach(current.id(), file);
          return file;
        },
        removed -> {},
        failed);
  }

  void discard() {
    task(
        () -> {
          gone = true;
          if (current.id().value() != 0) {
            services.discard(current);
          }
          return true;
        },
        done -> {},
        failure -> {});
  }

  /// Whether both say the same, whenever they were written.
  private static boolean same(Draft now, Draft before) {
    return before != null
        && DraftParts.withIdentity(now, before.id(), before.serverCopy(), before.modified())
            .equals(before);
  }

  /// Runs on the UI thread when all that was asked for before is done.
  void settled(Runnable done) {
    serial.run(() -> executor.ui(done));
  }

  private Draft keep(Draft saved) {
    current = saved;
    return saved;
  }

  /// What the window shows, on the identity that the store gave.
  private Draft merged(Draft shown) {
    return new Draft(
        current.id(),
        shown.account(),
        shown.from(),
        shown.to(),
        shown.cc(),
        shown.bcc(),
        shown.subject(),
        shown.text(),
        shown.html(),
        files,
        shown.inReplyTo(),
        shown.references(),
        shown.kind(),
        shown.source(),
        current.serverCopy(),
        shown.modified(),
        shown.asks());
  }

  private <T> void task(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
    serial.run(() -> {
      T result;
      try {
        if (gone) {
          return;
        }
        result = work.call();
      } catch (Exception e) {
        executor.ui(() -> failed.accept(e));
        return;
      }
      executor.ui(() -> done.accept(result));
    });
  }
}
