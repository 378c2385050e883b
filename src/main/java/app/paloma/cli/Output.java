package app.paloma.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Standard output: JSON Lines, or a table for people. Standard error: progress and errors.
final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final JsonFactory factory = new JsonFactory();
  private final List<String[]> table = new ArrayList<>();

  Output(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// One object, one line.
  void json(Map<String, ?> object) {
    try (JsonGenerator generator = factory.createGenerator(new Unclosed(out))) {
      write(generator, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.write('\n');
    out.flush();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      generator.writeStartArray();
      for (Object item : list) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Integer number) {
      generator.writeNumber(number);
    } else if (value instanceof Long number) {
      generator.writeNumber(number);
    } else if (value instanceof Double number) {
      generator.writeNumber(Math.round(number * 10_000) / 10_000.0);
    } else {
      generator.writeString(wellFormed(value.toString()));
    }
  }

  /// Lone surrogates cannot be written as UTF-8; mail can bring them.
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  /// A row of the table that [#printTable] prints.
  void row(String... cells) {
    table.add(cells);
  }

  /// Prints the rows so far, columns aligned; the last column is not padded.
  void printTable() {
    int columns = table.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : table) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.min(48, Math.max(widths[i], row[i].codePointCount(0, row[i].length())));
      }
    }
    for (String[] row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String cell = printable(row[i]);
        if (i < row.length - 1) {
          int length = cell.codePointCount(0, cell.length());
          if (length > widths[i]) {
            cell = cell.substring(0, cell.offsetByCodePoints(0, widths[i] - 1)) + "…";
            length = widths[i];
          }
          line.append(cell).append(" ".repeat(widths[i] - length + 2));
        } else {
          line.append(cell);
        }
      }
      out.println(line.toString().stripTrailing());
    }
    table.clear();
    out.flush();
  }

  /// Mail must not drive the terminal: control and direction characters become spaces.
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  OutputStream bytes() {
    return out;
  }

  void progress(String text) {
    err.println(text);
  }

  /// What a server wants people to see.
  void alert(String email, String text) {
    progress(printable(Words.get("says", email, text)));
  }

  /// One of the command line's own sentences: `….what`, and `….do` where something can be done.
  void trouble(String key, Object... values) {
    error(Words.what(key, values), Words.advice(key, values));
  }

  void error(String what, String advice) {
    err.println("paloma: " + printable(what));
    if (!advice.isBlank()) {
      err.println("  try: " + printable(advice));
    }
    err.flush();
  }

  PrintStream err() {
    return err;
  }

  /// Jackson closes what it writes to; standard output stays open.
  private static final class Unclosed extends OutputStream {
    private final OutputStream inner;

    Unclosed(OutputStream inner) {
      this.inner = inner;
    }

    @Override
    public void write(int octet) throws IOException {
      inner.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      inner.write(octets, offset, length);
    }
  }
}
