package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a header says, right and wrong, one line each.
class HeaderTableTest {
  private static Map<String, String> parameters(String field) {
    return ContentField.parse(field).parameters();
  }

  private static String addresses(String field) {
    return AddressParser.parse(field).stream()
        .map(a -> a.name().isEmpty() ? a.email() : a.name() + " <" + a.email() + ">")
        .collect(Collectors.joining(", "));
  }

  @Test
  void parametersInPiecesAndEncodings() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("filename=plain; filename*=utf-8''ma%C3%B1ana", "mañana");
    names.put("filename*=utf-8''ma%C3%B1ana; filename=plain", "mañana");
    names.put("filename*0=one; filename*1=two; filename*=utf-8''whole", "whole");
    names.put("filename*1=two; filename*0=one", "onetwo");
    names.put("filename=plain; filename*1=two; filename*2=three", "plain");
    names.put("filename*1=two; filename*2=three", "twothree");
    names.put("filename*0=one; filename*2=three", "one");
    names.put("filename*0=one; filename*01=two", "one");
    names.put("filename*-1=x; filename*0=one", "one");
    names.put("filename*0=\"a \"; filename*1*=utf-8''%E2%98%95; filename*2=.gif", "a ☕.gif");
    names.put("filename*0*=utf-8''a; filename*1*=utf-8'%20b; filename*2=c", "a bc");
    names.put("filename*=utf-8'%41bc", "Abc");
    names.put("filename*=utf-8''half%E2%98", "half\uFFFD");
    names.put("filename=\"a\\\"b\\c.txt\"", "a\"bc.txt");
    names.put("filename=\"C:\\temp\\x.txt\"", "C:\\temp\\x.txt");
    names.put("filename=\"\\\\host\\share\\x.txt\"", "\\host\\share\\x.txt");
    names.put("filename=\"open", "open");
    names.put("size=1\n\tfilename=\"no semicolon\"", "no semicolon");
    names.put("size=\"1\" filename=bare", "bare");
    names.put("filename = spaced ; =x; *=y", "spaced");
    names.put("filename==?utf-8?q?a_b?=", "a b");
    names.put("=?utf-8?b?ZmlsZW5hbWU9Im5ldyBtZXNzYWdlLnR4dCI=?=", "new message.txt");
    names.put("filename=\"\"The Plan\".pdf\"; size=1", "\"The Plan\".pdf");
    names.put("filename=\"\" ; size=1", "");
    names.put("filename=\"x (1).txt\"", "x (1).txt");
    names.forEach((field, name) ->
        assertThat(parameters("attachment; " + field))
            .as(field)
            .containsEntry("filename", name)
            .doesNotContainKeys("", "*"));
    assertThat(ContentField.parse("application/pdf\n name*0*=utf-8''a\n name*1*=b"))
        .isEqualTo(new ContentField("application/pdf", Map.of("name", "ab")));
  }

  @Test
  void namesThatWouldHideTheAddress() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Ann (at home) <a@b.example>", "Ann (at home) <a@b.example>");
    fields.put("a@b.example (Ann)", "Ann <a@b.example>");
    fields.put("<a@b.example> (Ann \\(really\\))", "Ann (really) <a@b.example>");
    fields.put("<bad@b.example>good@c.example", "bad@b.example");
    fields.put("<a@b.example> Ann", "Ann <a@b.example>");
    fields.put("Ann <a@b.example> good@c.example", "Ann <a@b.example>");
    fields.put("<first@b.example>:<second@b.example>;", "second@b.example");
    fields.put("\"x\" <first@b.example>: second@b.example", "second@b.example");
    fields.put("Team: Ann <a@b.example>, b@b.example;", "Ann <a@b.example>, b@b.example");
    fields.put("undisclosed-recipients:;", "");
    fields.put("\"ann\"@b.example", "ann@b.example");
    fields.put("\"an n\"@b.example", "\"an n\"@b.example");
    fields.put("\"a..b\"@b.example", "\"a..b\"@b.example");
    fields.put("<a @ b . example>", "a@b.example");
    fields.put("<(old) @r.example, @s.example: a@b.example>", "a@b.example");
    fields.put("a@b.example, (nobody), c@d.example", "a@b.example, c@d.example");
    fields.put("<a(the \\) \"one) @ b(old).example>", "a@b.example");
    fields.put("(nobody)", "nobody <>");
    fields.put("\"an n\" (at) @b.example", "\"an n\"@b.example");
    fields.put("\"Ann\" @work <a@b.example>", "Ann @work <a@b.example>");
    fields.put("x \u2800\u00AD\u3164\u034F\u2800 <a@b.example>", "x <a@b.example>");
    fields.put("a\u200Bb\u2060c <a@b.example>", "a b c <a@b.example>");
    fields.put("می\u200Cخواهم <a@b.example>", "می\u200Cخواهم <a@b.example>");
    fields.put(
        "\uD83D\uDC69\u200D\uD83D\uDE80 <a@b.example>",
        "\uD83D\uDC69\u200D\uD83D\uDE80 <a@b.example>");
    fields.put("a\u200Db <a@b.example>", "a b <a@b.example>");
    fields.put("ann@b.example.", "ann@b.example");
    fields.put("\"bo@c.example\" ann@b.example", "bo@c.example <ann@b.example>");
    fields.put(
        "=?utf-8?B?QW5uIDxhbm5AYi5leGFtcGxlPg==?=, c@b.example",
        "Ann <ann@b.example>, c@b.example");
    fields.put("=?utf-8?Q?Ann_<ann@b.example>?=", "Ann <ann@b.example>");
    fields.put("=?utf-8?Q?ann@b.example?=", "ann@b.example");
    fields.put("(Ann)", "Ann <>");
    fields.put("=?utf-8?q?=40a.example?=@b.example", "=?utf-8?q?=40a.example?=@b.example");
    fields.put("=?utf-8?q?j=C3=B6rg?=@b.example", "jörg@b.example");
    fields.put("<<ann@b.example>>", "ann@b.example");
    fields.put("ann@b.example>, Bo <bo@b.example>", "ann@b.example, Bo <bo@b.example>");
    fields.put("<ann@b.example, bo@b.example>", "ann@b.example, bo@b.example");
    fields.put("(Ann <ann@b.example>", "Ann <ann@b.example>");
    fields.put("ann.(my friend) lee @(at) b.example", "ann.lee@b.example");
    fields.put("\"a:b\"@ b. example", "\"a:b\"@b.example");
    fields.forEach((field, shown) -> assertThat(addresses(field)).as(field).isEqualTo(shown));
  }

  @Test
  void datesAtTheEdge() {
    Map<String, String> dates = new LinkedHashMap<>();
    dates.put("30 Jun 2012 23:59:60 +0000", "2012-07-01T00:00:00Z");
    dates.put("Thu, 26 Jan 50 17:14:22 -0600", "1950-01-26T23:14:22Z");
    dates.put("26 Jan 49 17:14:22 +0000", "2049-01-26T17:14:22Z");
    dates.put("26 Jan 2014 17:14:22 AST", "2014-01-26T21:14:22Z");
    dates.put("26 Jan 2014 17:14:22 NST", "2014-01-26T20:44:22Z");
    dates.put("17-6-2008 17:10:08 +0200", "2008-06-17T15:10:08Z");
    dates.put("5.6.2008 17:10:08 +0200", "2008-06-05T15:10:08Z");
    dates.put("5 Jun 2008 17(pm)  :  10 : 08 +0200", "2008-06-05T15:10:08Z");
    dates.put("5 Jun 2008 17 : 10 +0200", "2008-06-05T15:10:00Z");
    dates.put("5 Jun 08 : 17:10 +0200", "2008-06-05T15:10:00Z");
    dates.forEach((field, instant) ->
        assertThat(DateParser.parse(field).map(Object::toString)).as(field).hasValue(instant));
  }

  @Test
  void encodedWordsWithRawOctetsInside() {
    byte[] octets =
        "To: =?iso-8859-1?Q?M\u00FCller?= <m@b.example>\n\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new MessageReader().read(octets).to().getFirst().name()).isEqualTo("Müller");
    byte[] utf8 = "Subject: =?utf-8?Q?añ=C3=B1?=\n\n".getBytes(StandardCharsets.UTF_8);
    assertThat(new MessageReader().read(utf8).subject()).isEqualTo("aññ");
    byte[] cut = "Subject: =?utf-8?Q?price_=E2=82?=\n\n".getBytes(StandardCharsets.UTF_8);
    assertThat(new MessageReader().read(cut).subject()).isEqualTo("price \uFFFD");
  }

  @Test
  void headersThatBeginOrFoldWrongly() {
    for (String message :
        List.of(
            "\n\nSubject: x\nFrom: a@b.example\n\ntext\n",
            "     \nSubject: x\nFrom: a@b.example\n\ntext\n",
            "  Subject: x\nFrom: a@b.example\n\ntext\n")) {
      MessageContent c = new MessageReader().read(message.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(c.subject()).as(message).isEqualTo("x");
      assertThat(c.text()).as(message).isEqualTo("text\n");
    }
    MessageContent text =
        new MessageReader().read("\n\nNote: no field\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(text.headers()).isEmpty();
    assertThat(text.text()).contains("Note: no field");
    MessageContent parameter =
        new MessageReader()
            .read(
                "Content-Type: application/zip;\nname=\"plan.zip\"\nSubject: x\n\nPK"
                    .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(parameter.attachments().getFirst().name()).isEqualTo("plan.zip");
    assertThat(parameter.subject()).isEqualTo("x");
  }
}
