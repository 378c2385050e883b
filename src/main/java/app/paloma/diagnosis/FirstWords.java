package app.paloma.diagnosis;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server and a client say before anybody signs in: enough to look at a server, and read
/// with no more trust than that.
final class FirstWords {
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_LINES = 200;

  /// `resp-text-code` of IMAP, `resp-code` of POP3.
  private static final Pattern CODE = Pattern.compile("^(?:\\* BYE|-ERR|d2 NO) \\[([A-Z/-]+)\\]");

  private final Connection connection;
  private final MailProtocol protocol;

  private FirstWords(Connection connection, MailProtocol protocol) {
    this.connection = connection;
    this.protocol = protocol;
  }

  static FirstWords with(Connection connection, MailProtocol protocol) {
    return new FirstWords(connection, protocol);
  }

  String greeting() throws MailException {
    return switch (protocol) {
      case IMAP -> expect(line(), "* OK", "* PREAUTH");
      case POP3 -> expect(line(), "+OK");
      case SMTP -> String.join(" ", replies("220"));
    };
  }

  /// As the server lists them: words of IMAP, lines of the other two.
  List<String> capabilities() throws MailException {
    return switch (protocol) {
      case IMAP -> {
        say("d1 CAPABILITY");
        List<String> words = new ArrayList<>();
        for (String line : untilTagged("d1")) {
          if (line.toUpperCase(Locale.ROOT).startsWith("* CAPABILITY ")) {
            words.addAll(List.of(line.substring(13).strip().split(" +")));
          }
        }
        yield words;
      }
      case POP3 -> {
        say("CAPA");
        List<String> lines = new ArrayList<>();
        if (line().startsWith("+OK")) {
          for (String line = line(); !line.equals("."); line = line()) {
            add(lines, line);
          }
        }
        yield lines;
      }
      case SMTP -> {
        String address = connection.localAddress();
        say("EHLO [" + (address.contains(":") ? "IPv6:" : "") + address + "]");
        List<String> lines = replies("250");
        yield lines.subList(1, lines.size());
      }
    };
  }

  boolean offersTls(List<String> capabilities) {
    String word = protocol == MailProtocol.POP3 ? "STLS" : "STARTTLS";
    return capabilities.stream().anyMatch(word::equalsIgnoreCase);
  }

  void beginTls() throws MailException {
    String answer =
        switch (protocol) {
          case IMAP -> {
            say("d2 STARTTLS");
            yield untilTagged("d2").getLast();
          }
          case POP3 -> {
            say("STLS");
            yield line();
          }
          case SMTP -> {
            say("STARTTLS");
            yield line();
          }
        };
    boolean goAhead =
        answer.toUpperCase(Locale.ROOT).startsWith("D2 OK")
            || answer.startsWith("+OK")
            || answer.startsWith("220");
    if (goAhead) {
      return;
    }
    Optional<String> passing =
        answer.startsWith("4")
            ? Optional.of("")
            : PassingRefusal.ofTls(code(answer), answer).filter(_ -> !answer.startsWith("d2 BAD"));
    if (passing.isPresent()) {
      throw new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, passing.get(), answer, null);
    }
    throw new TlsFailed(TlsFailed.Reason.STARTTLS_MISSING, answer, null);
  }

  private static String code(String line) {
    Matcher code = CODE.matcher(line);
    return code.find() ? code.group(1) : "";
  }

  /// All lines up to the tagged one, which is the last.
  private List<String> untilTagged(String tag) throws MailException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = line();
      add(lines, line);
    } while (!line.startsWith(tag + " "));
    return lines;
  }

  private List<String> replies(String code) throws MailException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = expect(line(), code);
      add(lines, line.length() > 4 ? line.substring(4).strip() : "");
    } while (line.startsWith(code + "-"));
    return lines;
  }

  private static void add(List<String> lines, String line) throws ProtocolBroken {
    if (lines.size() == MOST_LINES) {
      throw new ProtocolBroken("an answer of more than " + MOST_LINES + " lines");
    }
    lines.add(line);
  }

  private static String expect(String line, String... beginnings) throws MailException {
    for (String beginning : beginnings) {
      if (line.regionMatches(true, 0, beginning, 0, beginning.length())) {
        return line;
      }
    }
    if (line.startsWith("4")
        || line.startsWith("5")
        || line.startsWith("* BYE")
        || line.startsWith("-ERR")) {
      String meaning = PassingRefusal.meaning(code(line), line);
      throw new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, meaning, line, null);
    }
    throw new ProtocolBroken(line);
  }

  private void say(String command) throws MailException {
    byte[] octets = (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
    connection.write(octets, 0, octets.length);
    connection.flush();
  }

  private String line() throws MailException {
    byte[] line = connection.readLine(LONGEST_LINE);
    if (line == null) {
      throw new ConnectFailed(ConnectFailed.Reason.LOST, "the server closed the connection", null);
    }
    return new String(line, StandardCharsets.UTF_8);
  }
}
