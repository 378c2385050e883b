package app.paloma.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Finds the parts of a message in one pass over its lines, without recursion and without decoding.
/// The same code reads an array and a stream.
final class PartScanner {
  /// Deeper parts stay closed: they are shown as they stand.
  static final int MAX_DEPTH = 1_000;

  static final int MAX_PARTS = 100_000;
  private static final int MAX_BOUNDARY = 250;
  private static final int MAX_HEADER_LINE = 16 << 20;
  private static final int MAX_HEADER_STORE = 48 << 20;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final FieldBlock.Store store;
  private final boolean copy;
  private final ArrayList<Part> open = new ArrayList<>();
  private final Map<String, Integer> boundaries = new HashMap<>();
  private Part root;
  private Part current;
  private boolean inHeader = true;
  private boolean inEpilogue;
  private boolean guessing;
  private int parts = 1;
  private long previousEnd;

  /// Where the root's header stopped looking like one, and what stood there, of a stream: text,
  /// should nothing follow.
  private long junk = -1;

  private ByteArrayOutputStream rescued;
  private int rescuing;
  private boolean leading;
  private String outermost = "";

  private PartScanner(FieldBlock.Store store, boolean copy) {
    this.store = store;
    this.copy = copy;
    root = new Part(null, new FieldBlock(store), 0);
    current = root;
  }

  static Part scan(byte[] octets) {
    return scan(octets, "");
  }

  /// The same, but a multipart whose boundary never comes is divided at the delimiters it has:
  /// those who send spam by the million mix them up.
  static Part scanLeniently(byte[] octets) {
    Part root = scan(octets, "");
    if (root.isMultipart() && root.children.isEmpty() && !root.boundary.isEmpty()) {
      String found = StrayDelimiter.find(octets, (int) root.bodyStart);
      return found.isEmpty() ? root : scan(octets, found);
    }
    return root;
  }

  /// @param outermost the boundary of the message's own parts, whatever its header says; or empty
  private static Part scan(byte[] octets, String outermost) {
    PartScanner scanner = new PartScanner(new FieldBlock.Store(octets), false);
    scanner.outermost = outermost;
    byte end = lineEnd(octets, octets.length);
    int at = 0;
    int size = octets.length;
    while (at < size) {
      int eol = Lines.find(octets, at, size, end);
      int contentEnd = eol > at && eol < size && octets[eol - 1] == '\r' ? eol - 1 : eol;
      scanner.line(octets, at, contentEnd - at, at, contentEnd, Math.min(size, eol + 1));
      at = eol + 1;
    }
    return scanner.finish(size);
  }

  /// @param capture octets of each text part to keep, for a stream that cannot be read again
  static Part scan(InputStream in, int capture) throws IOException {
    PartScanner scanner = new PartScanner(new FieldBlock.Store(new byte[0]), true);
    scanner.store.octets = new byte[8192];
    scanner.store.size = 0;
    scanner.rescuing = capture;
    byte[] block = new byte[1 << 16];
    byte[] line = new byte[4096];
    int length = 0;
    long lineStart = 0;
    long at = 0;
    boolean lastCr = false;
    int n = in.readNBytes(block, 0, block.length);
    byte end = lineEnd(block, n);
    for (; n > 0; n = in.readNBytes(block, 0, block.length)) {
      int i = 0;
      while (i < n) {
        int from = i;
        i = Lines.find(block, i, n, end);
        int run = i - from;
        if (run > 0) {
          lastCr = block[i - 1] == '\r';
          // Of a body line only its beginning matters, to see a delimiter.
          int limit = scanner.inHeader ? MAX_HEADER_LINE : 1024;
          int take = Math.min(run, Math.max(0, limit - length));
          if (take > 0) {
            if (line.length < length + take) {
              line = Arrays.copyOf(line, Math.max(line.length * 2, length + take));
            }
            System.arraycopy(block, from, line, length, take);
            length += take;
          }
        }
        if (capture > 0 && !scanner.inHeader) {
          scanner.capture(block, from, Math.min(n, i + 1) - from, capture);
        }
        if (i < n) {
          long eol = at + i;
          if (length > 0 && line[length - 1] == '\r') {
            length--;
          }
          scanner.streamedLine(line, length, lineStart, lastCr ? eol - 1 : eol, eol + 1, capture);
          lineStart = eol + 1;
          length = 0;
          lastCr = false;
          i++;
        }
      }
      at += n;
    }
    if (lineStart < at) {
      scanner.streamedLine(line, length, lineStart, at, at, capture);
    }
    return scanner.finish(at);
  }

  private void streamedLine(byte[] b, int length, long start, long end, long next, int capture) {
    boolean before = inHeader;
    line(b, 0, length, start, end, next);
    if (before && !inHeader && capture > 0 && current.bodyStart == start) {
      // The line that ended the header is itself the first of the text.
      capture(b, 0, length, capture);
      int ending = (int) Math.min(LINE_END.length, next - end);
      capture(LINE_END, LINE_END.length - ending, ending, capture);
    }
  }

  private void capture(byte[] block, int from, int length, int limit) {
    if (!inEpilogue
        && (current.type.value().startsWith("text/") && !current.isAttachment()
            || current.isWrapped()
            || current.isMultipart() && current.children.isEmpty()
            || AttachmentList.isTnef(current))) {
      if (current.captured == null) {
        current.captured = new ByteArrayOutputStream();
      }
      int room = limit - current.captured.size();
      if (room > 0) {
        current.captured.write(block, from, Math.min(room, length));
      }
    }
  }

  /// CR where the beginning has no LF at all: some old programs wrote so.
  private static byte lineEnd(byte[] octets, int length) {
    boolean cr = false;
    for (int i = 0, n = Math.min(length, 1 << 16); i < n; i++) {
      if (octets[i] == '\n') {
        return '\n';
      }
      cr |= octets[i] == '\r';
    }
    return (byte) (cr ? '\r' : '\n');
  }

  private void line(byte[] b, int offset, int length, long start, long end, long next) {
    if (length > 2
        && b[offset] == '-'
        && b[offset + 1] == '-'
        && delimiter(b, offset, length, start)) {
      previousEnd = end;
      return;
    }
    if (junk >= 0
        && root.bodyStart >= 0
        && !HeaderLine.isBlank(b, offset, offset + Math.min(length, 1024))) {
      junk = -1;
      rescued = null;
    }
    if (inHeader) {
      headerLine(b, offset, length, start, next);
    }
    previousEnd = end;
  }

  // RFC 2046 §5.1.1: delimiter := CRLF "--" boundary, then transport padding. Compared whole, for
  // one boundary may begin like another.
  private boolean delimiter(byte[] b, int offset, int length, long start) {
    if (boundaries.isEmpty() && !guessing) {
      return false;
    }
    int from = offset + 2;
    int to = offset + length;
    while (to > from && (b[to - 1] == ' ' || b[to - 1] == '\t' || b[to - 1] == '\r')) {
      to--;
    }
    if (to - from > MAX_BOUNDARY + 2 || to == from) {
      return false;
    }
    String text = Latin1.string(b, from, to);
    if (boundaries.containsKey(text)) {
      return boundary(text, false, start);
    }
    if (text.endsWith("--") && boundaries.containsKey(text.substring(0, text.length() - 2))) {
      return boundary(text.substring(0, text.length() - 2), true, start);
    }
    // A multipart that does not name its boundary: the first line that looks like one is it.
    if (guessing && !inHeader && text.length() > 1 && !text.isBlank() && !inEpilogue) {
      guessing = false;
      current.boundary = text;
      boundaries.merge(text, 1, Integer::sum);
      return boundary(text, false, start);
    }
    return false;
  }

  private boolean boundary(String boundary, boolean closing, long start) {
    int level = open.size() - 1;
    while (!open.get(level).boundary.equals(boundary)) {
      level--;
    }
    Part multipart = open.get(level);
    if (!closing && parts >= MAX_PARTS) {
      return false;
    }
    closeBelow(multipart, start);
    while (open.size() > level + 1) {
      pop();
    }
    guessing = false;
    if (closing) {
      pop();
      multipart.closed = true;
      multipart.bodyEnd = start;
      current = multipart;
      inHeader = false;
      inEpilogue = true;
    } else {
      parts++;
      Part child = new Part(multipart, new FieldBlock(store), start);
      child.type =
          multipart.type.value().equals("multipart/digest")
              ? ContentField.MESSAGE
              : ContentField.TEXT_PLAIN;
      multipart.add(child);
      multipart.captured = null;
      current = child;
      inHeader = true;
      inEpilogue = false;
    }
    return true;
  }

  private void pop() {
    Part part = open.removeLast();
    boundaries.computeIfPresent(part.boundary, (k, n) -> n > 1 ? n - 1 : null);
  }

  private void closeBelow(Part multipart, long start) {
    if (inHeader) {
      // The header ran into a delimiter: there is no body.
      inHeader = false;
      current.bodyStart = start;
      headerEnds(current, false);
    }
    for (Part p = current; p != multipart && p != null; p = p.parent) {
      if (p.bodyEnd < 0) {
        p.bodyEnd = Math.max(p.bodyStart, previousEnd);
      }
    }
  }

  private void headerLine(byte[] b, int offset, int length, long start, long next) {
    FieldBlock fields = current.fields;
    boolean first = fields.isEmpty();
    if (first && current.parent == null && HeaderLine.isBlank(b, offset, offset + length)) {
      // Blank lines in front: junk before a header, or a header without fields.
      leading = true;
      return;
    }
    if (length == 0) {
      rescue(b, offset, 0, next - start);
      beginBody(next);
      return;
    }
    byte c = b[offset];
    if (first && current.parent == null && (c == ' ' || c == '\t')) {
      int blank = 1;
      while (b[offset + blank] == ' ' || b[offset + blank] == '\t') {
        blank++;
      }
      if (HeaderLine.isFirstField(b, offset + blank, length - blank)) {
        headerLine(b, offset + blank, length - blank, start + blank, next);
        return;
      }
    }
    if (first && leading && current.parent == null && !HeaderLine.isFirstField(b, offset, length)) {
      beginBody(start);
      return;
    }
    if (c == ' ' || c == '\t') {
      rescue(b, offset, length, next - start);
      if (first) {
        beginBody(start);
      } else if (!copy || store.size < MAX_HEADER_STORE) {
        fields.extendLast(copy ? store.append(b, offset, length) + length : (int) start + length);
      }
      return;
    }
    int colon = HeaderLine.colon(b, offset, length);
    if (colon >= 0) {
      rescue(b, offset, length, next - start);
    } else {
      // A mailbox file's separator, or junk between fields, costs that line only; a first line that
      // is no field means that the text begins at once.
      if (!first && fields.endsWith(';') && HeaderLine.isParameter(b, offset, length)) {
        // A parameter whose line was folded without its blank.
        rescue(b, offset, length, next - start);
        if (!copy || store.size < MAX_HEADER_STORE) {
          fields.extendLast(copy ? store.append(b, offset, length) + length : (int) start + length);
        }
        return;
      }
      boolean separator = c == 'F' || c == '>' ? HeaderLine.isFromLine(b, offset, length) : false;
      if (!separator && (first || current.parent != null)) {
        beginBody(start);
      } else if (!separator && junk < 0) {
        junk = start;
        rescued = copy && rescuing > 0 ? new ByteArrayOutputStream() : null;
      }
      if (copy && store.size < MAX_HEADER_STORE) {
        // Between a field and what goes on with it, as in an array.
        store.append(b, offset, length);
      }
      rescue(b, offset, length, next - start);
      return;
    }
    if (copy && store.size >= MAX_HEADER_STORE) {
      return;
    }
    int base = copy ? store.append(b, offset, length) : offset;
    int nameEnd = colon;
    while (nameEnd > 0 && (b[offset + nameEnd - 1] == ' ' || b[offset + nameEnd - 1] == '\t')) {
      nameEnd--;
    }
    fields.add(base, base + nameEnd, base + colon + 1, base + length);
  }

  private void rescue(byte[] b, int offset, int length, long whole) {
    if (rescued != null && current == root && rescued.size() + length < rescuing) {
      rescued.write(b, offset, length);
      int ending = (int) Math.max(0, Math.min(LINE_END.length, whole - length));
      rescued.write(LINE_END, LINE_END.length - ending, ending);
    }
  }

  private void beginBody(long at) {
    inHeader = false;
    current.bodyStart = at;
    headerEnds(current, true);
  }

  private void headerEnds(Part part, boolean hasBody) {
    FieldBlock fields = part.fields;
    int i = fields.find("Content-Type", 0);
    if (i >= 0) {
      ContentField type = ContentField.parseType(fields.raw(i, 1 << 16));
      if (!type.value().isEmpty()) {
        part.type = type;
        fields.hear(type);
      }
    }
    i = fields.find("Content-Transfer-Encoding", 0);
    if (i >= 0) {
      part.encoding = TransferEncoding.of(fields.raw(i, 1024));
    }
    i = fields.find("Content-Disposition", 0);
    if (i >= 0) {
      part.disposition = ContentField.parse(fields.raw(i, 1 << 16));
    }
    if (part.type.value().equals("application/xhtml+xml")
        && !part.isAttachment()
        && part.rawName().isEmpty()) {
      // Written by some as the text of a message.
      part.type = new ContentField("text/html", part.type.parameters());
    }
    if (!hasBody || part.depth >= MAX_DEPTH) {
      return;
    }
    if (part.isMultipart()) {
      String boundary = part.type.parameter("boundary").strip();
      boolean told = part.parent == null && !outermost.isEmpty();
      part.boundary = told ? outermost : Latin1.ofUtf8(boundary);
      open.add(part);
      if (part.boundary.isEmpty()) {
        guessing = true;
      } else if (part.boundary.length() <= MAX_BOUNDARY) {
        boundaries.merge(part.boundary, 1, Integer::sum);
      }
    } else if (part.isMessage()
        && part.encoding == TransferEncoding.IDENTITY
        && parts < MAX_PARTS) {
      parts++;
      Part message = new Part(part, new FieldBlock(store), part.bodyStart);
      part.add(message);
      current = message;
      inHeader = true;
    }
  }

  private Part finish(long size) {
    if (inHeader) {
      current.bodyStart = size;
      headerEnds(current, false);
    }
    for (Part p = current; p != null; p = p.parent) {
      if (p.bodyEnd < 0) {
        p.bodyEnd = Math.max(p.bodyStart, size);
      }
    }
    if (junk >= 0 && !root.isMultipart()) {
      // No empty line ended the header: its end is where it stopped looking like one.
      root.bodyStart = junk;
      root.captured = rescued;
    }
    return root;
  }
}
