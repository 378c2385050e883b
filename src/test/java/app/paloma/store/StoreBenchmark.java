package app.paloma.store;

import app.paloma.model.*;
import app.paloma.search.SearchQueryParser;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.MessageStore.SyncStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

/// Measures the store on its own: `StoreBenchmark [messages] [directory]` prints figures. A
/// directory that was filled before is measured as it is.
final class StoreBenchmark {
  private static final int STEP = 500;
  private static final int VOCABULARY = 30_000;
  private final Random random = new Random(7);
  private final String[] words = new String[VOCABULARY];
  private final int messages;

  private StoreBenchmark(int messages) {
    this.messages = messages;
    for (int i = 0; i < VOCABULARY; i++) {
      StringBuilder word = new StringBuilder();
      int length = 2 + random.nextInt(8);
      for (int c = 0; c < length; c++) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
  }

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    Path directory =
        arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("paloma-store");
    new StoreBenchmark(count).run(directory);
  }

  /// Words as in real text: few are frequent, most are rare.
  private String word() {
    double x = random.nextDouble();
    return words[(int) (Math.pow(x, 3) * VOCABULARY)];
  }

  private String text(int characters) {
    StringBuilder text = new StringBuilder();
    while (text.length() < characters) {
      text.append(word()).append(random.nextInt(12) == 0 ? ".\n" : " ");
    }
    return text.toString();
  }

  private Arrived message(long uid) {
    String body = text(1800);
    String id = "m" + uid + "@example.org";
    List<String> references =
        uid > 20 && random.nextInt(2) == 0
            ? List.of("m" + (uid - 1 - random.nextInt(20)) + "@example.org")
            : List.of();
    int sender = random.nextInt(2000);
    IndexedContent index =
        new IndexedContent(
            id,
            references,
            new Address(words[sender] + " " + words[sender + 1], "u" + sender + "@example.org"),
            List.of(new Address("Alice Example", "alice@example.org")),
            List.of(),
            List.of(),
            List.of(),
            text(40).strip(),
            Optional.of(Instant.ofEpochSecond(1_700_000_000L + uid * 60 + random.nextInt(600))),
            body.substring(0, 180),
            body,
            List.of(),
            random.nextInt(5) == 0,
            "");
    byte[] raw = (text(1100) + body).getBytes(StandardCharsets.UTF_8);
    Flags flags = Flags.of(random.nextInt(3) == 0 ? 0 : Flags.SEEN);
    return new Arrived(
        uid, uid, flags, Instant.ofEpochSecond(1_790_000_000L), raw.length, index, raw, true);
  }

  private void run(Path directory) throws Exception {
    try (Store store = Store.open(directory, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      MailboxId inbox =
          store.accounts().list().isEmpty()
              ? fill(store)
              : store
                  .mailboxes()
                  .find(store.accounts().list().getFirst().id(), "INBOX")
                  .orElseThrow()
                  .id();
      ListQuery list = ListQuery.newestFirst(List.of(inbox));
      time("first page", () -> store.messages().ids(list, 0, 200));
      time("rows of a page", () -> store.messages().summaries(store.messages().ids(list, 0, 200)));
      time("page in the middle", () -> store.messages().ids(list, messages / 2, 200));
      time("page after it", () -> store.messages().ids(list, messages / 2 + 200, 200));
      time("last page", () -> store.messages().ids(list, messages - 200, 200));
      ListQuery threads = query(inbox, true, SortBy.DATE);
      time("threads, first page", () -> store.messages().ids(threads, 0, 200));
      time("threads, count", () -> store.messages().count(threads));
      time("threads, middle", () -> store.messages().ids(threads, messages / 4, 200));
      for (SortBy sort : List.of(SortBy.FROM, SortBy.SUBJECT, SortBy.SIZE)) {
        long before = used();
        time("sort by " + sort, () -> store.messages().ids(query(inbox, false, sort), 0, 200));
        print("kept for it: %.1f octets a message", (used() - before) / (double) messages);
      }
      ListQuery unread =
          new ListQuery(List.of(inbox), true, false, false, false, SortBy.DATE, true);
      time("unread, first page", () -> store.messages().ids(unread, 0, 200));
      for (String search :
          List.of(
              words[3],
              words[20_000],
              words[3] + " " + words[40],
              words[500] + " " + words[900],
              "\"" + words[3] + " " + words[5] + "\"",
              words[3].substring(0, 2) + "*",
              words[3].substring(0, 1) + "*",
              words[700] + " is:unread",
              "from:u17",
              words[700] + " -" + words[3],
              "is:unread")) {
        time(
            "search " + search,
            () -> "hits " + store.search().search(SearchQueryParser.parse(search), 200).hits());
      }
      List<MessageId> some = new ArrayList<>();
      for (long id : store.messages().ids(list, 0, 1000)) {
        some.add(new MessageId(id));
      }
      time("flag 1000", () -> store.actions().setFlags(some, Flags.of(Flags.FLAGGED), Flags.NONE));
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        print("%s %.0f MB", file.getFileName(), Files.size(file) / 1e6);
      }
    }
  }

  private MailboxId fill(Store store) {
    Account account =
        store
            .accounts()
            .add(
                Account.unsaved(
                    "alice@example.org",
                    "Alice",
                    ServerSettings.parse("imaps://alice@mail.example"),
                    ServerSettings.parse("smtps://alice@mail.example")));
    MailboxId inbox = store.mailboxes().find(account.id(), "INBOX").orElseThrow().id();
    long spent = 0;
    long processor = 0;
    for (int first = messages; first > 0; first -= STEP) {
      List<Arrived> step = new ArrayList<>();
      for (int uid = first; uid > Math.max(0, first - STEP); uid--) {
        step.add(message(uid));
      }
      SyncStep sync =
          new SyncStep(inbox, step, List.of(), new long[0], List.of(), Optional.empty());
      long start = System.nanoTime();
      long busy = processorNanos();
      store.messages().apply(sync);
      spent += System.nanoTime() - start;
      processor += processorNanos() - busy;
    }
    print("apply: %.0f messages/s (%.1f s)", messages / (spent / 1e9), spent / 1e9);
    print("apply: %.0f messages a second of processor time", messages / (processor / 1e9));
    return inbox;
  }

  /// Of the whole process: on a busy machine the honest figure.
  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static ListQuery query(MailboxId mailbox, boolean threads, SortBy sort) {
    return new ListQuery(List.of(mailbox), false, false, false, threads, sort, true);
  }

  private static void time(String what, Callable<Object> work) throws Exception {
    long start = System.nanoTime();
    Object result = work.call();
    double first = (System.nanoTime() - start) / 1e6;
    start = System.nanoTime();
    work.call();
    double second = (System.nanoTime() - start) / 1e6;
    print(
        "%s: %.1f ms, again %.1f ms%s",
        what, first, second, result instanceof String text ? " " + text : "");
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
