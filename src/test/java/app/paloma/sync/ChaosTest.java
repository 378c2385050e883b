package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.sync.FakeImapServer.Cut;
import app.paloma.sync.FakeMailbox.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Another client, a server with moods, a line that breaks and somebody who works here, all at once
/// and by chance: when it is quiet again both sides are the same, and each message is there as
/// often as it should be.
class ChaosTest {
  private static final List<String> SERVERS =
      List.of(
          FakeImapServer.MODERN,
          "UIDPLUS CONDSTORE ENABLE LITERAL+",
          "UIDPLUS",
          "UIDPLUS MOVE LITERAL+ MULTIAPPEND ESEARCH",
          FakeImapServer.MODERN + " OBJECTID REPLACE");

  private static final List<String> ANSWERS =
      List.of(
          "NO [INUSE] later",
          "NO [UNAVAILABLE] later",
          "NO [LIMIT] slower",
          "NO refused",
          "NO [SERVERBUG] what",
          "BAD syntax");

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;
  private Random random;
  private int last;
  private int names;

  /// Somebody deleted them for good.
  private final Set<Integer> deleted = new HashSet<>();

  private final Map<Integer, Integer> copies = new HashMap<>();

  /// More of them, and others: `-Dpaloma.chaos=500 -Dpaloma.chaos.from=11`.
  static IntStream seeds() {
    int from = Integer.getInteger("paloma.chaos.from", 1);
    return IntStream.range(from, from + Integer.getInteger("paloma.chaos", 10));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whenItIsQuietBothSidesAreTheSame(int seed) throws Exception {
    random = new Random(seed);
    server = new FakeImapServer(SERVERS.get(seed % SERVERS.size()).split(" ", -1));
    server.create("Work", "");
    for (int i = 0; i < 40; i++) {
      arrive();
    }
    bench = new SyncBench(profile, server.port());
    try {
      bench.syncWell();
      for (int round = 0; round < 6; round++) {
        work();
        trouble();
        bench.sync();
        peace();
      }
      bench.close();
      bench = new SyncBench(profile, server.port());
      for (int i = 0; i < 4; i++) {
        bench.sync();
      }
      bench.syncWell();
      quiet();
    } finally {
      bench.close();
      server.close();
    }
  }

  private void quiet() {
    for (FakeMailbox mailbox : server.mailboxes.values()) {
      note(
          mailbox.name
              + " has "
              + mailbox.messages.values().stream().map(m -> "m" + number(m)).toList());
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).as("pending").isZero();
    for (String name : List.copyOf(server.mailboxes.keySet())) {
      ImapSyncTest.assertSame(bench, server, name);
      assertThat(bench.messages(name)).allMatch(m -> m.bodyState() == BodyState.COMPLETE);
    }
    Map<Integer, Integer> there = new HashMap<>();
    for (FakeMailbox mailbox : server.mailboxes.values()) {
      mailbox.messages.values().forEach(m -> there.merge(number(m), 1, Integer::sum));
    }
    for (int n = 1; n <= last; n++) {
      int least = deleted.contains(n) ? 0 : 1;
      assertThat(there.getOrDefault(n, 0))
          .as("message " + n)
          .isBetween(least, 1 + copies.getOrDefault(n, 0));
    }
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).as("all is here").isZero();
  }

  private static int number(Message message) {
    return Integer.parseInt(message.headerField("Message-ID").replaceAll("\\D", ""));
  }

  private FakeMailbox any() {
    List<FakeMailbox> all = List.copyOf(server.mailboxes.values());
    return all.get(random.nextInt(all.size()));
  }

  private void arrive() {
    last++;
    any().add(SyncBench.message(last, 300 + random.nextInt(1000)), Set.of());
  }

  // --- here ---

  private List<MessageSummary> some() {
    List<Mailbox> all = bench.store.mailboxes().list(bench.account.id());
    List<MessageSummary> there = bench.messages(all.get(random.nextInt(all.size())).name());
    List<MessageSummary> some = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0 && !there.isEmpty(); i--) {
      MessageSummary one = there.get(random.nextInt(there.size()));
      if (some.stream().noneMatch(m -> m.id().equals(one.id()))) {
        some.add(one);
      }
    }
    return some;
  }

  private static int number(MessageSummary message) {
    return Integer.parseInt(message.messageId().replaceAll("\\D", ""));
  }

  private void work() {
    for (int i = random.nextInt(5); i >= 0; i--) {
      List<MessageSummary> some = some();
      List<MessageId> ids = some.stream().map(MessageSummary::id).toList();
      List<Mailbox> all = bench.store.mailboxes().list(bench.account.id());
      Mailbox target = all.get(random.nextInt(all.size()));
      int what = random.nextInt(7);
      note(
          "HERE "
              + what
              + " "
              + some.stream().map(m -> "m" + number(m) + "=" + m.uid()).toList()
              + " -> "
              + target.name());
      switch (what) {
        case 0, 1 -> bench.store.actions().move(ids, target.id());
        case 2 -> {
          some.forEach(m -> copies.merge(number(m), 1, Integer::sum));
          bench.store.actions().copy(ids, target.id());
        }
        case 3 -> {
          some.forEach(m -> deleted.add(number(m)));
          bench.store.actions().deletePermanently(ids);
        }
        case 4 -> {
          last++;
          bench.append(target.name(), SyncBench.message(last, 400));
        }
        default ->
            bench
                .store
                .actions()
                .setFlags(
                    ids,
                    Flags.of(random.nextBoolean() ? Flags.FLAGGED : Flags.SEEN),
                    Flags.of(Flags.ANSWERED));
      }
    }
  }

  // --- there ---

  private void trouble() {
    int kind = random.nextInt(4);
    // Of four: two with a line that breaks, two with a server that refuses.
    if (kind == 0) {
      server.cutAtCommand(
          1 + random.nextInt(25), random.nextBoolean() ? Cut.AFTER_COMMAND : Cut.BEFORE_COMMAND);
    } else if (kind == 1) {
      server.cutAfterOctets(200 + random.nextInt(20_000));
    }
    int often = random.nextInt(3);
    String answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
    server.refuse(
        command -> {
          boolean soon = command.startsWith("LOGIN") || command.startsWith("AUTH");
          if (!soon && random.nextInt(6) < often) {
            another();
          }
          // What is refused for good is another matter: RefusedExpungeTest, QuarantineRetryTest.
          boolean removal = command.startsWith("UID EXPUNGE") || command.contains("\\Deleted");
          boolean content = command.contains("BODY.PEEK[]");
          boolean lasting = (removal || content) && !answer.contains("later");
          boolean now = kind > 1 && random.nextInt(12) == 0;
          return isMadeTwice(command) || now && !soon && !lasting;
        },
        answer);
  }

  /// With the dialogue.
  private void note(String what) {
    if (Boolean.getBoolean("paloma.test.transcript")) {
      System.out.println("#### " + what);
    }
  }

  private void peace() {
    server.heal();
    server.refuse(this::isMadeTwice, "NO [ALREADYEXISTS] it is there");
  }

  /// The server would make it anew.
  private boolean isMadeTwice(String command) {
    return command.startsWith("CREATE ") && server.mailbox(command.substring(7)) != null;
  }

  /// Without MOVE, between COPY and the end of what was copied.
  private boolean isHalfMoving() {
    return !server.can("MOVE")
        && server.commands.stream()
            .filter(c -> c.startsWith("UID COPY") || c.startsWith("UID EXPUNGE"))
            .reduce((first, second) -> second)
            // The one that is to be answered now is among them.
            .filter(c -> c.startsWith("UID COPY") || c.equals(server.commands.getLast()))
            .isPresent();
  }

  /// Another client, between two commands.
  private void another() {
    FakeMailbox from = any();
    List<Message> all = List.copyOf(from.messages.values());
    Message one = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> arrive();
      case 3, 4 -> {
        if (one != null) {
          String flag = random.nextBoolean() ? "\\Flagged" : "\\Answered";
          if (!one.flags.remove(flag)) {
            one.flags.add(flag);
          }
          one.modSeq = ++from.modSeq;
        }
      }
      case 5, 6 -> {
        FakeMailbox to = any();
        if (one != null && to != from) {
          note("moves m" + number(one) + " from " + from.name + " to " + to.name);
          if (isHalfMoving()) {
            // Two moved it at once, one of them in steps: no client can help that.
            copies.merge(number(one), 1, Integer::sum);
          }
          from.remove(one.uid);
          to.add(one.octets, one.flags);
        }
      }
      case 7 -> {
        if (one != null) {
          note("deletes m" + number(one) + " in " + from.name);
          deleted.add(number(one));
          from.remove(one.uid);
        }
      }
      case 8 -> {
        if (random.nextInt(4) == 0) {
          note("renumbers " + from.name);
          from.renumber();
          server.dropConnections();
        }
      }
      case 9 -> {
        String name =
            server.mailboxes.keySet().stream()
                .filter(n -> n.startsWith("Work"))
                .findFirst()
                .orElseThrow();
        if (random.nextInt(4) == 0) {
          note("renames " + name + " " + (names + 1));
          server.rename(name, "Work" + ++names);
          server.subscriptions.add("Work" + names);
        }
      }
      default -> {}
    }
  }
}
