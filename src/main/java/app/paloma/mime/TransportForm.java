package app.paloma.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A finished message in the form a server takes: without octets beyond 7 bits where it does not
/// offer 8BITMIME (RFC 6152 §3), without lines that are too long for any server (RFC 5321
/// §4.5.3.1.6), and without what only BINARYMIME carries (RFC 3030 §3): NUL, and CR or LF alone.
/// Only the parts that need it are encoded; all else stays as it is, octet for octet.
public final class TransportForm {
  /// Octets of a line without its CRLF.
  public static final int LONGEST_LINE = 998;

  /// RFC 1428 §3: 8-bit text whose charset nobody named.
  private static final String UNKNOWN_CHARSET = "unknown-8bit";

  private static final Set<String> ADDRESSES =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "resent-from",
          "resent-sender",
          "resent-to",
          "resent-cc",
          "disposition-notification-to");

  /// The message cannot be brought into that form.
  public static final class Impossible extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean signed;

    Impossible(boolean signed) {
      super(signed ? "the signature would break" : "the message cannot be encoded");
      this.signed = signed;
    }

    /// It is signed as it stands (RFC 1847 §2.1), else its structure cannot be encoded.
    public boolean isSigned() {
      return signed;
    }
  }

  /// A body that is too large for memory: one line stands in for it.
  record Hole(int from, int to, LargeBody body) {}

  /// A piece of the result: octets, or a large body as it is or encoded.
  record Segment(byte[] octets, Optional<LargeBody> body) {
    Segment(byte[] octets) {
      this(octets, Optional.empty());
    }
  }

  private record Edit(int from, int to, Segment segment) {
    Edit(int from, int to, byte[] octets) {
      this(from, to, new Segment(octets));
    }

    Edit(Hole hole, LargeBody.Form form) {
      this(hole.from(), hole.to(), new Segment(new byte[0], Optional.of(hole.body().in(form))));
    }
  }

  private final byte[] octets;
  private final boolean sevenBit;
  private final List<Hole> holes;
  private final List<Edit> edits = new ArrayList<>();

  private TransportForm(byte[] octets, boolean sevenBit, List<Hole> holes) {
    this.octets = octets;
    this.sevenBit = sevenBit;
    this.holes = holes;
  }

  /// @param message with CRLF as line ends
  /// @param sevenBit whether octets beyond 7 bits must go too
  public static byte[] of(byte[] message, boolean sevenBit) throws Impossible, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + message.length / 8);
    segments(message, sevenBit, List.of()).forEach(segment -> out.writeBytes(segment.octets()));
    return out.toByteArray();
  }

  /// @param message with a line in the place of each large body
  static List<Segment> segments(byte[] message, boolean sevenBit, List<Hole> holes)
      throws Impossible, IOException {
    TransportForm form = new TransportForm(message, sevenBit, holes);
    form.part(PartScanner.scan(message));
    for (Hole hole : holes) {
      if (form.edits.stream().noneMatch(edit -> edit.from <= hole.from() && hole.to() <= edit.to)) {
        form.edits.add(new Edit(hole, LargeBody.Form.AS_IT_IS));
      }
    }
    List<Segment> segments = form.apply();
    for (Segment segment : segments) {
      if (new TransportForm(segment.octets(), sevenBit, List.of())
          .isTooWide(0, segment.octets().length)) {
        throw new Impossible(false);
      }
    }
    return segments;
  }

  private boolean offends(long from, long to) {
    return isBinary(from, to) || isTooWide(from, to);
  }

  /// What stands behind the end tells whether a CR there is alone.
  private boolean isBinary(long from, long to) {
    for (int i = (int) from; i < to; i++) {
      byte b = octets[i];
      if (b == 0
          || b == '\n' && (i == 0 || octets[i - 1] != '\r')
          || b == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooWide(long from, long to) {
    int line = 0;
    for (int i = (int) from; i < to; i++) {
      byte b = octets[i];
      if (b == '\n') {
        line = 0;
      } else if (sevenBit && b < 0 || ++line > LONGEST_LINE && b != '\r') {
        return true;
      }
    }
    return false;
  }

  private void part(Part part) throws Impossible, IOException {
    if (!offends(part.headStart, end(part))) {
      return;
    }
    if (part.type.value().equals("multipart/signed")) {
      throw new Impossible(true);
    }
    header(part);
    if (!offends(part.bodyStart, end(part))) {
      return;
    }
    if (part.children.isEmpty()) {
      leaf(part);
      return;
    }
    boolean wide = !sevenBit && offendsByOctets(part.headStart, end(part));
    encodingField(part, wide ? "8bit" : "7bit", false);
    if (part.isMultipart()) {
      // Nobody reads what stands before the first and after the last delimiter (RFC 2046 §5.1.1).
      int first = (int) part.children.getFirst().headStart;
      if (offends(part.bodyStart, first)) {
        edits.add(new Edit((int) part.bodyStart, first, new byte[0]));
      }
      if (part.parent == null && part.closed) {
        int close = lineEnd((int) part.bodyEnd);
        if (offends(close, octets.length)) {
          edits.add(new Edit(close, octets.length, new byte[0]));
        }
      }
    }
    for (Part child : part.children) {
      part(child);
    }
  }

  /// What stands after the last delimiter belongs to the whole.
  private long end(Part part) {
    return part.parent == null ? octets.length : part.bodyEnd;
  }

  private void leaf(Part part) throws Impossible, IOException {
    boolean text = part.type.value().startsWith("text/");
    Optional<Hole> hole =
        holes.stream()
            .filter(h -> part.bodyStart <= h.from() && h.to() <= part.bodyEnd)
            .findFirst();
    byte[] body = Arrays.copyOfRange(octets, (int) part.bodyStart, (int) part.bodyEnd);
    switch (part.encoding) {
      case IDENTITY -> {
        boolean named = part.fields.find("Content-Transfer-Encoding", 0) >= 0;
        String name =
            part.fields.text("Content-Transfer-Encoding").strip().toLowerCase(Locale.ROOT);
        if (named && !Set.of("7bit", "8bit", "binary").contains(name)
            || part.type.value().startsWith("message/")) {
          throw new Impossible(false);
        }
      }
      case BASE64, QUOTED_PRINTABLE ->
          body = TransferDecoder.decode(body, 0, body.length, part.encoding);
      case UUENCODE, YENC -> throw new Impossible(false);
    }
    if (hole.isPresent()) {
      boolean quoted = text && hole.get().body().mostlyAscii();
      encodingField(part, quoted ? "quoted-printable" : "base64", true);
      edits.add(
          new Edit(
              hole.get(),
              quoted
                  ? LargeBody.Form.QUOTED_PRINTABLE
                  : part.parent == null ? LargeBody.Form.LAST_BASE64 : LargeBody.Form.BASE64));
      return;
    }
    boolean quoted = text && mostlyAscii(body) && !isBinary(part.bodyStart, part.bodyEnd);
    byte[] encoded = quoted ? quotedPrintable(body) : base64(body, part.parent == null);
    encodingField(part, quoted ? "quoted-printable" : "base64", true);
    edits.add(new Edit((int) part.bodyStart, (int) part.bodyEnd, encoded));
  }

  private static boolean mostlyAscii(byte[] body) {
    int wide = 0;
    for (byte b : body) {
      wide += b < 0 ? 1 : 0;
    }
    return wide <= body.length / 4;
  }

  /// Ends with a line end exactly where the body did.
  private static byte[] quotedPrintable(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + body.length / 4);
    TextWriter.quotedPrintable(body, out);
    byte[] encoded = out.toByteArray();
    boolean ended = body.length > 0 && body[body.length - 1] == '\n';
    return ended || encoded.length < 2 ? encoded : Arrays.copyOf(encoded, encoded.length - 2);
  }

  private static byte[] base64(byte[] body, boolean last) {
    byte[] encoded = Base64.getMimeEncoder().encode(body);
    if (!last) {
      return encoded;
    }
    byte[] line = Arrays.copyOf(encoded, encoded.length + 2);
    line[encoded.length] = '\r';
    line[encoded.length + 1] = '\n';
    return line;
  }

  /// @param leaf whether the body will be encoded, and so needs to say what it is
  private void encodingField(Part part, String encoding, boolean leaf) {
    FieldBlock fields = part.fields;
    int at = fields.find("Content-Transfer-Encoding", 0);
    if (at < 0 && !leaf) {
      return;
    }
    String field = "Content-Transfer-Encoding: " + encoding + "\r\n";
    if (at >= 0) {
      edits.add(new Edit(fields.start(at), lineEnd(fields.end(at)), ascii(field)));
      return;
    }
    StringBuilder added = new StringBuilder();
    boolean whole = part.parent == null || part.parent.isMessage();
    if (whole && fields.find("MIME-Version", 0) < 0) {
      added.append("MIME-Version: 1.0\r\n");
    }
    if (fields.find("Content-Type", 0) < 0 && part.type == ContentField.TEXT_PLAIN) {
      added.append("Content-Type: text/plain; charset=").append(charset(part)).append("\r\n");
    }
    added.append(field);
    int to = fields.isEmpty() ? firstLine(part) : lineEnd(fields.end(fields.count() - 1));
    if (to == part.bodyStart) {
      added.append("\r\n");
    }
    edits.add(new Edit(to, to, ascii(added.toString())));
  }

  /// Where the header of a part without fields begins: after its delimiter.
  private int firstLine(Part part) {
    boolean delimited = part.parent != null && part.parent.isMultipart();
    return delimited ? lineEnd((int) part.headStart) : (int) part.headStart;
  }

  private String charset(Part part) {
    if (!offendsByOctets(part.bodyStart, part.bodyEnd)) {
      return "us-ascii";
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(java.nio.ByteBuffer.wrap(octets, (int) part.bodyStart, (int) part.length()));
      return "utf-8";
    } catch (CharacterCodingException e) {
      return UNKNOWN_CHARSET;
    }
  }

  private boolean offendsByOctets(long from, long to) {
    for (int i = (int) from; i < to; i++) {
      if (octets[i] < 0) {
        return true;
      }
    }
    return false;
  }

  private void header(Part part) throws IOException {
    FieldBlock fields = part.fields;
    for (int i = 0; i < fields.count(); i++) {
      int from = fields.start(i);
      int to = lineEnd(fields.end(i));
      if (!isTooWide(from, to)) {
        continue;
      }
      ByteArrayOutputStream field = new ByteArrayOutputStream();
      if (sevenBit && offendsByOctets(from, to)) {
        encoded(fields, i, new HeaderWriter(field));
      } else {
        folded(from, to, field);
      }
      edits.add(new Edit(from, to, field.toByteArray()));
    }
  }

  private static void encoded(FieldBlock fields, int i, HeaderWriter out) throws IOException {
    String name = fields.name(i);
    String raw = fields.raw(i);
    String lower = name.toLowerCase(Locale.ROOT);
    if (ADDRESSES.contains(lower)) {
      out.addresses(name, AddressParser.parse(raw));
    } else if (lower.equals("content-type") || lower.equals("content-disposition")) {
      ContentField field =
          lower.equals("content-type") ? ContentField.parseType(raw) : ContentField.parse(raw);
      ArrayList<String> tokens = new ArrayList<>(List.of(field.value()));
      for (Map.Entry<String, String> parameter : field.parameters().entrySet()) {
        tokens.set(tokens.size() - 1, tokens.getLast() + ";");
        tokens.addAll(HeaderWriter.parameter(parameter.getKey(), parameter.getValue(), true));
      }
      out.tokens(name, tokens);
    } else {
      out.unstructured(name, HeaderDecoder.decode(raw));
    }
  }

  /// Line ends go before white space that is there already (RFC 5322 §2.2.3).
  private void folded(int from, int to, ByteArrayOutputStream out) {
    int start = from;
    int space = -1;
    for (int i = from; i < to; i++) {
      byte b = octets[i];
      if (b == '\n') {
        out.write(octets, start, i + 1 - start);
        start = i + 1;
        space = -1;
      } else if (i > start && (b == ' ' || b == '\t')) {
        if (space > start && i - start > 76) {
          out.write(octets, start, space - start);
          out.writeBytes(ascii("\r\n"));
          start = space;
        }
        space = i;
      }
    }
    out.write(octets, start, to - start);
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < octets.length && octets[i] != '\n') {
      i++;
    }
    return Math.min(octets.length, i + 1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private List<Segment> apply() {
    edits.sort((a, b) -> Integer.compare(a.from, b.from));
    List<Segment> segments = new ArrayList<>();
    int at = 0;
    for (Edit edit : edits) {
      segments.add(new Segment(Arrays.copyOfRange(octets, at, Math.max(at, edit.from))));
      segments.add(edit.segment);
      at = Math.max(at, edit.to);
    }
    segments.add(new Segment(Arrays.copyOfRange(octets, at, octets.length)));
    return segments;
  }
}
