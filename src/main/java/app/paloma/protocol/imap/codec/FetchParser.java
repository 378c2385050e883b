package app.paloma.protocol.imap.codec;

import app.paloma.model.Flags;
import app.paloma.protocol.imap.types.BodyStructure;
import app.paloma.protocol.imap.types.Envelope;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchData.Extras;
import app.paloma.protocol.imap.types.FetchData.SectionData;
import app.paloma.protocol.imap.types.SectionContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// FETCH responses right from the octets: the one parser whose speed decides how long a first sync
/// takes.
final class FetchParser {
  private final FlagReader flagReader;
  private String lastSpec = "";

  FetchParser(FlagReader flagReader) {
    this.flagReader = flagReader;
  }

  /// ```
  /// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
  /// msg-att      = "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")"
  /// ```
  ///
  /// RFC 9051 §9.
  FetchData msgAtt(Cursor cursor, long sequence) throws Malformed {
    long uid = 0;
    Flags flags = null;
    long modSeq = -1;
    Instant internalDate = null;
    long size = -1;
    Envelope envelope = null;
    BodyStructure bodyStructure = null;
    List<SectionData> sections = List.of();
    ExtrasBuilder extras = null;
    cursor.expect('(');
    int extra = 0;
    while (true) {
      cursor.spaces();
      if (cursor.skip('(')) {
        // Domino puts single items, or all of them, in parentheses of their own.
        extra++;
        continue;
      }
      if (cursor.skip(')')) {
        if (extra == 0) {
          break;
        }
        extra--;
        continue;
      }
      switch (cursor.peek()) {
        case 'U', 'u' -> {
          if (cursor.word("UID ")) {
            uid = cursor.number();
            continue;
          }
        }
        case 'F', 'f' -> {
          if (cursor.word("FLAGS ")) {
            cursor.spaces();
            flags = flagReader.flagList(cursor);
            continue;
          }
        }
        case 'M', 'm' -> {
          if (cursor.word("MODSEQ ")) {
            cursor.spaces();
            boolean inside = cursor.skip('(');
            modSeq = cursor.number();
            if (inside) {
              cursor.expect(')');
            }
            continue;
          }
        }
        case 'I', 'i' -> {
          if (cursor.word("INTERNALDATE ")) {
            cursor.spaces();
            String text = cursor.nstring();
            internalDate = text == null ? null : ImapDate.dateTime(text);
            continue;
          }
        }
        case 'B', 'b' -> {
          if (cursor.word("BODYSTRUCTURE ") || cursor.word("BODY ")) {
            cursor.spaces();
            bodyStructure = BodyStructureParser.body(cursor.value());
            continue;
          }
          boolean binary = cursor.word("BINARY[");
          if (binary || cursor.word("BODY[")) {
            if (sections.isEmpty()) {
              sections = new ArrayList<>(2);
            }
            sections.add(section(cursor, binary));
            continue;
          }
        }
        case 'E', 'e' -> {
          if (cursor.word("ENVELOPE ")) {
            cursor.spaces();
            envelope = EnvelopeParser.envelope(cursor.value());
            continue;
          }
        }
        case 'R', 'r' -> {
          if (cursor.word("RFC822.SIZE ")) {
            cursor.spaces();
            size = cursor.number();
            continue;
          }
        }
        default -> {}
      }
      extras = extras == null ? new ExtrasBuilder() : extras;
      extras.other(cursor);
    }
    return new FetchData(
        sequence,
        Math.max(0, uid),
        flags,
        modSeq,
        internalDate,
        size,
        envelope,
        bodyStructure,
        sections,
        extras == null ? Extras.NONE : extras.build());
  }

  /// ```
  /// msg-att-static =/ "BODY" section ["<" number ">"] SP nstring /
  ///                   "BINARY" section-binary SP (nstring / literal8)
  /// ```
  private SectionData section(Cursor cursor, boolean binary) throws Malformed {
    int from = cursor.position();
    int i = from;
    boolean quoted = false;
    while (i < cursor.end() && (quoted || cursor.octetAt(i) != ']')) {
      if (cursor.octetAt(i) == '"') {
        quoted = !quoted;
      }
      i++;
    }
    String spec = spec(cursor, from, i);
    cursor.position(i);
    cursor.expect(']');
    long offset = -1;
    if (cursor.skip('<')) {
      offset = cursor.number();
      if (cursor.skip('.')) {
        // Hoodiecrow repeats the length, which only a command has.
        cursor.number();
      }
      cursor.expect('>');
    }
    cursor.spaces();
    // Yandex leaves the string out where a part has no content.
    SectionContent content =
        cursor.peek() == ')' ? new SectionContent.Octets(new byte[0]) : cursor.content();
    return new SectionData(binary, spec, offset, content);
  }

  private String spec(Cursor cursor, int from, int to) {
    if (to == from) {
      return "";
    }
    if (to - from == lastSpec.length() && cursor.matches(from, lastSpec)) {
      return lastSpec;
    }
    lastSpec = cursor.between(from, to).replace("\"", "").toUpperCase(Locale.ROOT);
    return lastSpec;
  }

  /// What few servers send.
  private static final class ExtrasBuilder {
    private String emailId;
    private String threadId;
    private Instant saveDate;
    private String preview;
    private long gmailId;
    private long gmailThread;
    private List<String> gmailLabels;

    void other(Cursor cursor) throws Malformed {
      String name = cursor.atom(true).toUpperCase(Locale.ROOT);
      cursor.spaces();
      switch (name) {
        case "EMAILID" -> emailId = only(cursor.value());
        case "THREADID" -> threadId = only(cursor.value());
        case "SAVEDATE" -> {
          String text = cursor.nstring();
          saveDate = text == null ? null : ImapDate.dateTime(text);
        }
        case "PREVIEW" -> preview = only(cursor.value());
        case "X-GM-MSGID" -> gmailId = unsigned(cursor.value());
        case "X-GM-THRID" -> gmailThread = unsigned(cursor.value());
        case "X-GM-LABELS" -> {
          if (cursor.value() instanceof List<?> list) {
            gmailLabels =
                list.stream()
                    .filter(String.class::isInstance)
                    .map(label -> ModifiedUtf7.read((String) label, false).name())
                    .toList();
          }
        }
        // RFC822, RFC822.HEADER, ANNOTATION ... : read over, not asked for.
        default -> cursor.value();
      }
    }

    /// The value itself, or the last one of a list: `(M123)`, `(FUZZY "text")`.
    private static String only(Object value) {
      if (value instanceof List<?> list && !list.isEmpty()) {
        return list.getLast() instanceof String text ? text : null;
      }
      return value instanceof String text ? text : null;
    }

    private static long unsigned(Object value) throws Malformed {
      try {
        return Long.parseUnsignedLong(String.valueOf(value));
      } catch (NumberFormatException e) {
        throw new Malformed("not a number: " + value);
      }
    }

    Extras build() {
      return new Extras(emailId, threadId, saveDate, preview, gmailId, gmailThread, gmailLabels);
    }
  }
}
