package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import app.paloma.search.SearchQueryParser;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  @TempDir Path profile;

  private int hits(String text, String query) {
    try (Store store = Samples.open(profile)) {
      Account account = store.accounts().add(imap("alice@example.org"));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      store.messages().apply(step(inbox, arrived(1, "subject", text)));
      return store.search().search(SearchQueryParser.parse(query), 10).hits();
    }
  }

  /// Gmail's All Mail, Dovecot's virtual mailboxes.
  @Test
  void whatAMailboxOfAllMailShowsAgainIsFoundAndCountedOnce() {
    try (Store store = Samples.open(profile)) {
      Account account = store.accounts().add(imap("alice@example.org"));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      MailboxId all = mailbox(store, account, "All Mail", MailboxRole.ALL);
      store.messages().apply(step(inbox, arrived(1, "subject", "a tower"), arrived(2, "b", "c")));
      store
          .messages()
          .apply(
              step(
                  all,
                  arrived(1, "subject", "a tower"),
                  arrived(2, "b", "c"),
                  arrived(3, "archived", "another tower")));
      assertThat(store.search().search(SearchQueryParser.parse("tower"), 10).hits()).isEqualTo(2);
      assertThat(store.search().search(SearchQueryParser.parse("subject:b"), 10).hits())
          .isEqualTo(1);
      SearchQuery inAll = SearchQueryParser.parse("tower in:\"All Mail\"");
      assertThat(store.search().search(inAll, 10).hits()).isEqualTo(2);
      long thread = store.messages().summaries(ids(store, inbox)).getFirst().threadId();
      assertThat(store.messages().thread(thread))
          .extracting(MessageSummary::mailbox)
          .containsExactly(inbox);
      assertThat(store.messages().threadSizes(new long[] {thread})).containsExactly(1);
      assertThat(ids(store, all)).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mañana en la montaña | MANANA",
        "manana | mañana",
        "man\u0303ana | mañana",
        "Straße | strasse",
        "Łódź | lodz",
        "Привет, мир | привет",
        "السَّلامُ عليكم | السلام",
        "我们明天开会 | 明天",
        "東京タワーで会う | タワー",
        "ｶﾞｲﾄﾞ | ガイド",
        "สวัสดีครับ ยินดี | ครับ",
        "안녕하세요 | 하세",
        "party 🎉🎂 tonight | 🎂",
        "write to foo@bar.com now | foo@bar.com",
        "I like C++ a lot | C++",
        "snake_case_name | snake_case",
        "the quick brown fox | \"quick brown\"",
        "the quick brown fox | bro*",
        "the quick brown fox | cat or fox",
        "the quick brown fox | quick -cat",
        "soft\u00adhyphen | softhyphen",
      })
  void finds(String text, String query) {
    assertThat(hits(text, query)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the quick brown fox | b*",
        "QUICK | q*",
        "Índice | i*",
        "l'único | u*",
        "Straße 7b | 7*",
        "Łódź | l*",
        "Привет мир | п*",
        "i\u0301t\u00e9 | i*",
        "the quick brown fox | q* b*",
        "the quick brown fox | q* -z*",
        "我们明天开会 | 明*",
        "🎉welcome | w*",
      })
  void findsByFirstLetter(String text, String query) {
    assertThat(hits(text, query)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the quick brown fox | r*",
        "Ángel | g*",
        "Straße | s* 7*",
        "Straße | subject:t*",
        "na\u00efve | v*",
        "e\u0301t | t*",
        "kiño | i*",
        "the quick brown fox | attachment:q*",
        "the quick brown fox | 0*",
      })
  void doesNotFindByAnotherLetter(String text, String query) {
    assertThat(hits(text, query)).isZero();
  }

  @Test
  void findsByFirstLetterWhatAnOlderVersionIndexed() throws Exception {
    try (Store store = Samples.open(profile)) {
      Account account = store.accounts().add(imap("alice@example.org"));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      store.messages().apply(step(inbox, arrived(1, "subject", "quick"), arrived(2, "s", "quiet")));
    }
    // As it was before: nothing says that there are initials, and the first message has none.
    try (var plain =
            java.sql.DriverManager.getConnection(
                "jdbc:sqlite:" + profile.resolve(Connections.FILE));
        var statement = plain.createStatement()) {
      statement.execute("UPDATE meta SET value = 2 WHERE key = 'initials_from'");
      statement.execute("DELETE FROM fts WHERE rowid = 1");
      statement.execute("INSERT INTO fts (rowid, body) VALUES (1, 'quick')");
    }
    try (Store store = Samples.open(profile)) {
      assertThat(store.search().search(SearchQueryParser.parse("q*"), 10).hits()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the quick brown fox | bro",
        "the quick brown fox | \"brown quick\"",
        "the quick brown fox | quick -fox",
        "the quick brown fox | subject:quick",
        "かき | がき",
        "กิน | กน",
        "我们明天开会 | 天明",
        "foo at bar.com | foo@bar.com",
        "the quick brown fox | !!!",
      })
  void doesNotFind(String text, String query) {
    assertThat(hits(text, query)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "-",
        "*",
        "AND NEAR(",
        "a\u0000b",
        "from:",
        "-from:",
        "or or or",
        "(((",
        "col:x",
        "^a",
        "' OR 1=1--",
        "before:9999999-01-01",
        "before:+999999999-12-31",
        "larger:99999999999999999M",
        "in:\"",
        "\ud800",
        "-\"",
        "NOT",
        "{a b}: c",
        "is:read or has:attachment",
        "-is:read -x"
      })
  void anyTextIsAQuery(String query) {
    hits("words", query);
  }

  @Test
  void aMegabyteIsAQuery() {
    hits("words", "word ".repeat(200_000) + "\"" + "x ".repeat(500_000));
  }

  @Property(tries = 300)
  void textIsFoundByItsOwnWordsHoweverItIsWritten(@ForAll String text) {
    for (String token : SearchText.tokens(text)) {
      assertThat(token).doesNotContain(" ").isNotEmpty();
      assertThat(SearchText.tokens(token)).containsExactly(token);
    }
  }

  @Property(tries = 300)
  void parsingNeverFails(@ForAll String text) {
    assertThat(SearchQueryParser.parse(text)).isNotNull();
    assertThat(SearchQueryParser.parseTyping(text)).isNotNull();
  }

  @Test
  void typingTakesTheLastWordAsABeginning() {
    assertThat(SearchQueryParser.parseTyping("from:ana pla"))
        .isEqualTo(
            new SearchQuery.And(
                java.util.List.of(
                    new SearchQuery.Text(SearchQuery.Field.FROM, "ana", false),
                    new SearchQuery.Text(SearchQuery.Field.ANY, "pla", true))));
    assertThat(SearchQueryParser.parseTyping("plan "))
        .isEqualTo(new SearchQuery.Text(SearchQuery.Field.ANY, "plan", false));
    assertThat(SearchQueryParser.parseTyping("p"))
        .isEqualTo(new SearchQuery.Text(SearchQuery.Field.ANY, "p", true));
    assertThat(SearchQueryParser.parseTyping("from:p"))
        .isEqualTo(new SearchQuery.Text(SearchQuery.Field.FROM, "p", false));
  }

  @Test
  void findsMessagesByTheirTag() {
    try (Store store = Samples.open(profile)) {
      Account account = store.accounts().add(imap("alice@example.org"));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      store
          .messages()
          .apply(step(inbox, arrived(1, "one", "a"), arrived(2, "two", "b"), arrived(3, "c", "c")));
      long[] ids = ids(store, inbox);
      Flags tags = Flags.ofNames(List.of("Work", "a_b", "$Forwarded"));
      store.actions().setFlags(List.of(new MessageId(ids[0])), tags, Flags.NONE);
      Flags other = Flags.ofNames(List.of("workshop", "axb"));
      store.actions().setFlags(List.of(new MessageId(ids[1])), other, Flags.NONE);
      for (String query : List.of("tag:work", "tag:a_b", "tag:$forwarded", "tag:WORK -tag:axb")) {
        assertThat(store.search().search(SearchQueryParser.parse(query), 9).ids())
            .as(query)
            .containsExactly(ids[0]);
      }
      assertThat(store.search().search(SearchQueryParser.parse("-tag:work"), 9).hits())
          .isEqualTo(2);
      assertThat(store.search().search(SearchQueryParser.parse("tag:%"), 9).hits()).isZero();
    }
  }

  @Test
  void aFrequentWordCountsCopiesButNotWhatIsGone() {
    try (Store store = Samples.open(profile)) {
      Account account = store.accounts().add(imap("alice@example.org"));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      MailboxId work = mailbox(store, account, "Work", MailboxRole.NONE);
      MessageStore.Arrived[] many = new MessageStore.Arrived[2500];
      for (int i = 0; i < many.length; i++) {
        many[i] =
            arrived(
                i + 1,
                at(
                    content("m" + i + "@example.org", "subject", i == 7 ? "rare" : "frequent"),
                    NOW.plusSeconds(i)));
      }
      store.messages().apply(step(inbox, many));
      long[] newest = ids(store, inbox);
      store.actions().copy(List.of(new MessageId(newest[3])), work);
      store.messages().apply(vanished(inbox, 2500, 2497));

      SearchIndex.Result found = store.search().search(SearchQueryParser.parse("frequent"), 4);

      assertThat(found.hits()).isEqualTo(2498);
      assertThat(found.ids()).startsWith(newest[1], newest[2]).contains(ids(store, work));
      assertThat(found.ids()).hasSize(4).endsWith(newest[4]);
    }
  }
}
