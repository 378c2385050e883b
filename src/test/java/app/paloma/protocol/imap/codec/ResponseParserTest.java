package app.paloma.protocol.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MailboxRights;
import app.paloma.protocol.imap.types.*;
import app.paloma.protocol.imap.types.Response.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammar, by the RFCs' own examples and by what servers make of it.
class ResponseParserTest {
  private static FetchData fetch(String line) {
    return ((Response.Fetch) Wire.one(line)).data();
  }

  private static <T> T code(String text, Class<T> type) {
    return type.cast(((Response.Status) Wire.one("* OK [" + text + "] said")).code());
  }

  @Test
  void statusWithCodes() {
    assertThat(Wire.one("a1 NO [ALREADYEXISTS] Mailbox \"that\" already exists"))
        .isEqualTo(
            new Response.Tagged(
                "a1",
                Condition.NO,
                new ResponseCode.Named("ALREADYEXISTS", ""),
                "Mailbox \"that\" already exists"));
    assertThat(code("COPYUID 38505 304,319:320 3956:3958", ResponseCode.CopyUid.class).mapping())
        .isEqualTo(new UidMapping(38505, Map.of(304L, 3956L, 319L, 3957L, 320L, 3958L)));
    assertThat(code("APPENDUID 38505 3955", ResponseCode.AppendUidCode.class).uids())
        .isEqualTo(UidSet.of(3955));
    assertThat(code("PERMANENTFLAGS (\\Deleted \\Seen \\*)", ResponseCode.PermanentFlags.class))
        .isEqualTo(new ResponseCode.PermanentFlags(Flags.of(Flags.DELETED | Flags.SEEN), true));
    assertThat(code("MODIFIED 7,9", ResponseCode.Modified.class).uids()).isEqualTo(UidSet.of(7, 9));
    assertThat(code("HIGHESTMODSEQ 9223372036854775807", ResponseCode.HighestModSeq.class).value())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(code("BADCHARSET (US-ASCII \"utf-8\")", ResponseCode.BadCharset.class).charsets())
        .containsExactly("US-ASCII", "utf-8");
    assertThat(code("MAILBOXID (F2212ea87-6097)", ResponseCode.MailboxIdCode.class).id())
        .isEqualTo("F2212ea87-6097");
  }

  @Test
  void aBrokenCodeCostsItselfAlone() {
    assertThat(code("COPYUID 1 1:3 7", ResponseCode.Named.class).name()).isEqualTo("COPYUID");
    assertThat(((Response.Status) Wire.one("* OK [unclosed text")).text())
        .isEqualTo("[unclosed text");
    assertThat(Wire.one("[COPYUID 55 31 6]"))
        .isEqualTo(
            new Response.Status(
                Condition.OK, new ResponseCode.CopyUid(new UidMapping(55, Map.of(31L, 6L))), ""));
  }

  @Test
  void fetchOfRfc9051() {
    FetchData data =
        fetch(
            "* 12 FETCH (FLAGS (\\Seen $Forwarded work) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\""
                + " RFC822.SIZE 4286 UID 7 MODSEQ (12111230047) ENVELOPE (\"Wed, 17 Jul 1996"
                + " 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\" ((\"Terry"
                + " Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\""
                + " \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                + " ((NIL NIL \"imap\" \"cac.washington.edu\")) ((NIL NIL \"minutes\""
                + " \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL"
                + " \"<B27397-0100000@cac.washington.ed>\") BODYSTRUCTURE (\"TEXT\" \"PLAIN\""
                + " (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92))");
    assertThat(data.sequence()).isEqualTo(12);
    assertThat(data.uid()).isEqualTo(7);
    assertThat(data.modSeq()).isEqualTo(12_111_230_047L);
    assertThat(data.size()).isEqualTo(4286);
    assertThat(data.internalDate()).isEqualTo(Instant.parse("1996-07-17T09:44:25Z"));
    assertThat(data.flags()).isEqualTo(Flags.ofNames(List.of("\\Seen", "$Forwarded", "work")));
    assertThat(data.envelope().messageId()).isEqualTo("<B27397-0100000@cac.washington.ed>");
    assertThat(data.envelope().cc()).hasSize(2);
    assertThat(data.envelope().bcc()).isEmpty();
    BodyStructure.Single text = (BodyStructure.Single) data.bodyStructure();
    assertThat(text.number()).isEqualTo("1");
    assertThat(text.octets()).isEqualTo(3028);
    assertThat(text.lines()).isEqualTo(92);
  }

  @Test
  void bodyStructureNumbersItsPartsAsFetchDoes() {
    BodyStructure top =
        fetch(
                "* 1 FETCH (BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL"
                    + " \"8bit\" 10 2 NIL (\"inline\" NIL) \"es\" NIL)(\"message\" \"rfc822\" NIL"
                    + " NIL NIL \"7bit\" 500 (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)"
                    + " ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1)(\"image\" \"png\" (\"name\""
                    + " \"a.png\") \"<id@x>\" \"a picture\" \"base64\" 99 NIL (\"attachment\""
                    + " (\"filename\" \"a.png\")) NIL NIL) \"mixed\") 20 NIL NIL NIL)(\"message\""
                    + " \"rfc822\" NIL NIL NIL \"7bit\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
                    + " (\"text\" \"html\" NIL NIL NIL \"7bit\" 3 1) 2) \"mixed\" (\"boundary\""
                    + " \"b\") NIL NIL NIL))")
            .bodyStructure();
    BodyStructure.Multipart mixed = (BodyStructure.Multipart) top;
    assertThat(mixed.parameters()).containsEntry("boundary", "b");
    assertThat(mixed.parts()).extracting(BodyStructure::number).containsExactly("1", "2", "3");
    assertThat(mixed.parts().get(0).extension().languages()).containsExactly("es");
    BodyStructure.Message second = (BodyStructure.Message) mixed.parts().get(1);
    assertThat(second.envelope().subject()).isEqualTo("inner");
    BodyStructure.Multipart inner = (BodyStructure.Multipart) second.body();
    assertThat(inner.parts()).extracting(BodyStructure::number).containsExactly("2.1", "2.2");
    assertThat(inner.parts().get(1).extension().disposition()).isEqualTo("attachment");
    assertThat(inner.parts().get(1).extension().dispositionParameters())
        .containsEntry("filename", "a.png");
    BodyStructure.Message third = (BodyStructure.Message) mixed.parts().get(2);
    assertThat(third.body().number()).isEqualTo("3.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "()",
        "NIL",
        "(NIL NIL NIL NIL NIL NIL NIL)",
        "(\"text\")",
        "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" -2 NIL)",
        "(\"multipart\" \"mixed\" NIL NIL NIL \"7bit\" 0)",
        "(NIL (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1) \"mixed\")",
        "((\"text\" \"plain\" (\"odd\") NIL NIL \"7bit\" 1 1) \"mixed\" (\"a\" NIL) (\"x\") NIL)",
        "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 5)",
        "(\"message\" \"delivery-status\" NIL NIL NIL \"7bit\" 5)",
        "(((((\"a\" \"b\" NIL NIL NIL NIL 1)))) \"x\")"
      })
  void anOddBodyStructureCostsNothingElse(String structure) {
    FetchData data = fetch("* 1 FETCH (BODYSTRUCTURE " + structure + " UID 9)");
    assertThat(data.uid()).isEqualTo(9);
  }

  @Test
  void sectionsKeepEveryOctet() {
    FetchData data =
        fetch(
            "* 1 FETCH (UID 3 BODY[] {5}\r\n\r\n"
                + ")\0\u00ff BODY[HEADER.FIELDS (\"SUBJECT\")] \"a\\\"b\" BODY[1]<7> NIL BINARY[2]"
                + " ~{2}\r\n"
                + "\0\1 BODY[3] {0}\r\n"
                + " BODY[4] )");
    assertThat(data.octets("").orElseThrow()).isEqualTo(Wire.octets("\r\n)\0\u00ff"));
    assertThat(data.octets("HEADER.FIELDS (SUBJECT)").orElseThrow()).isEqualTo(Wire.octets("a\"b"));
    assertThat(data.section("1").orElseThrow()).isEqualTo(new SectionContent.Nil());
    assertThat(data.sections().get(2).offset()).isEqualTo(7);
    assertThat(data.sections().get(3).binary()).isTrue();
    assertThat(data.octets("2").orElseThrow()).containsExactly(0, 1);
    assertThat(data.octets("3").orElseThrow()).isEmpty();
    assertThat(data.octets("4").orElseThrow()).isEmpty();
  }

  @Test
  void extensionsOfFetch() {
    FetchData.Extras extras =
        fetch(
                "* 1 FETCH (UID 3 EMAILID (M6d99) THREADID (T64b) SAVEDATE \"17-Jul-1996 02:44:25"
                    + " +0000\" PREVIEW \"Hello\" X-GM-MSGID 18446744073709551615 X-GM-THRID 5"
                    + " X-GM-LABELS (\\Inbox \"&AOk-t&AOk-\" plain) X-UNKNOWN (a (b \"c\") 5))")
            .extras();
    assertThat(extras.emailId()).isEqualTo("M6d99");
    assertThat(extras.threadId()).isEqualTo("T64b");
    assertThat(extras.saveDate()).isEqualTo(Instant.parse("1996-07-17T02:44:25Z"));
    assertThat(extras.preview()).isEqualTo("Hello");
    assertThat(extras.gmailId()).isEqualTo(-1L);
    assertThat(extras.gmailLabels()).containsExactly("\\Inbox", "été", "plain");
  }

  @Test
  void dominoAndYandexAreUnderstood() {
    assertThat(
            fetch(
                    "* 2 FETCH (UID 5 (ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL)) FLAGS"
                        + " ())")
                .envelope()
                .subject())
        .isEqualTo("s");
    assertThat(fetch("* 2 FETCH ((UID 5 FLAGS ()))").uid()).isEqualTo(5);
    assertThat(fetch("* 2 FETCH (UID 5 BODY[2] )").octets("2").orElseThrow()).isEmpty();
  }

  @Test
  void mailboxData() {
    assertThat(Wire.one("* LIST (\\HasNoChildren \\Sent) \"/\" \"&Jjo-!\""))
        .isEqualTo(
            new Response.ListData(
                false,
                java.util.Set.of("\\hasnochildren", "\\sent"),
                '/',
                new MailboxName("&Jjo-!", "\u263a!"),
                java.util.Optional.empty()));
    assertThat(Wire.one("* LIST () NIL {3}\r\na\"b"))
        .isInstanceOfSatisfying(
            Response.ListData.class,
            list -> {
              assertThat(list.delimiter()).isEqualTo((char) 0);
              assertThat(list.name().raw()).isEqualTo("a\"b");
            });
    assertThat(
            Wire.one(
                "* STATUS \"r\u00c3\u00a9\" (MESSAGES 231 UIDNEXT 44292 HIGHESTMODSEQ 7 X-NEW (1 2)"
                    + " SIZE 5000000000 APPENDLIMIT NIL)"))
        .isInstanceOfSatisfying(
            Response.StatusData.class,
            status -> {
              assertThat(status.mailbox().name()).isEqualTo("ré");
              assertThat(status.status().messages()).isEqualTo(231);
              assertThat(status.status().size()).isEqualTo(5_000_000_000L);
              assertThat(status.status().unseen()).isEqualTo(-1);
            });
    assertThat(Wire.one("* SEARCH 2 84 882 (MODSEQ 917162500)"))
        .isEqualTo(new Response.SearchData(UidSet.of(2, 84, 882), 917_162_500L));
    assertThat(
            Wire.one("* ESEARCH (TAG \"a3\") UID MIN 2 COUNT 17 ALL 4:18,21,28 PARTIAL (1:3 4:6)"))
        .isEqualTo(
            new Response.ESearchData(
                "a3", true, UidSet.parse("4:18,21,28"), UidSet.parse("4:6"), 2, 0, 17, -1));
    assertThat(Wire.one("* VANISHED (EARLIER) 41,43:116"))
        .isEqualTo(new Response.Vanished(true, UidSet.parse("41,43:116")));
    assertThat(Wire.one("* NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\" \"X-PARAM\" (\"a\"))) NIL"))
        .isInstanceOfSatisfying(
            Response.NamespaceData.class,
            data -> assertThat(data.namespaces().otherUsers()).hasSize(1));
    assertThat(Wire.one("* QUOTA \"\" (STORAGE 10 512)"))
        .isEqualTo(
            new Response.QuotaData(new Quota("", List.of(new Quota.Resource("STORAGE", 10, 512)))));
    assertThat(Wire.one("* MYRIGHTS INBOX rwiptsldaex"))
        .isEqualTo(new Response.MyRightsData(MailboxName.INBOX, new MailboxRights("rwiptsldaex")));
    assertThat(Wire.one("* ID (\"name\" \"Cyrus\" \"version\" NIL)"))
        .isEqualTo(new Response.IdData(Map.of("name", "Cyrus")));
    assertThat(Wire.one("* THREAD (2)(3 6 (4 23)(44 7 96))"))
        .isInstanceOfSatisfying(
            Response.ThreadData.class,
            data -> {
              assertThat(data.threads()).hasSize(2);
              Response.ThreadNode six = data.threads().get(1).replies().getFirst();
              assertThat(six.number()).isEqualTo(6);
              assertThat(six.replies())
                  .extracting(Response.ThreadNode::number)
                  .containsExactly(4L, 44L);
            });
  }

  /// GNU Mailutils: its mailboxes with such names were opened in every synchronization.
  @ParameterizedTest
  @ValueSource(strings = {"A & B", "Q \"quoted\"", "Old mail (2025)", "a  b"})
  void aStatusMayNameItsMailboxWithoutQuotes(String name) {
    String raw = name.replace("&", "&-");
    assertThat(Wire.one("* STATUS " + raw + " (MESSAGES 58 UIDNEXT 59)"))
        .isInstanceOfSatisfying(
            Response.StatusData.class,
            status -> {
              assertThat(status.mailbox()).isEqualTo(new MailboxName(raw, name));
              assertThat(status.status().messages()).isEqualTo(58);
              assertThat(status.status().uidNext()).isEqualTo(59);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* 1 FETCH (UID",
        "* 1 FETCH (UID x)",
        "* 1 FETCH (ENVELOPE (\"unclosed)",
        "* LIST (",
        "* ESEARCH ALL 5:",
        "* VANISHED 99999999999",
        "* SEARCH 1 2 three",
        "* ",
        "*",
        "garbage",
        "* STATUS INBOX (MESSAGES",
        "* QUOTA x (STORAGE 1)"
      })
  void malformedDataIsAValue(String line) {
    assertThat(Wire.one(line))
        .isInstanceOfSatisfying(
            Response.Unknown.class, unknown -> assertThat(unknown.malformed()).isTrue());
  }

  @Test
  void nestingHasALimit() {
    String deep = "(".repeat(100_000);
    assertThat(Wire.one("* 1 FETCH (BODYSTRUCTURE " + deep)).isInstanceOf(Response.Unknown.class);
    assertThat(Wire.one("* THREAD " + deep)).isInstanceOf(Response.Unknown.class);
  }

  @Test
  void textIsUtf8WhereItCanBe() {
    byte[] utf8 =
        "* 1 FETCH (UID 1 ENVELOPE (NIL \"niño\" NIL NIL NIL NIL NIL NIL NIL NIL))"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(fetch(new String(utf8, StandardCharsets.ISO_8859_1)).envelope().subject())
        .isEqualTo("niño");
    assertThat(
            fetch("* 1 FETCH (UID 1 ENVELOPE (NIL \"ni\u00f1o\" NIL NIL NIL NIL NIL NIL NIL NIL))")
                .envelope()
                .subject())
        .isEqualTo("niño");
  }
}
