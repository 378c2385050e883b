package app.paloma.protocol.smtp;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.protocol.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Reads whole replies, with a bound on everything a server can make long.
final class SmtpReplyReader {
  /// RFC 5321 §4.5.3.1.5 says 512; servers with long texts exist.
  private static final int LINE_LIMIT = 8192;

  /// A large list may be expanded (EXPN), so lines are many.
  private static final int MAX_LINES = 20_000;

  private static final int MAX_TEXT = 1 << 20;

  private SmtpReplyReader() {}

  /// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF (RFC
  /// 5321 §4.2). A bare code ends a reply too, as many servers send it.
  static SmtpReply read(Connection connection) throws MailException {
    ArrayList<String> texts = new ArrayList<>(4);
    int code = 0;
    int length = 0;
    while (true) {
      byte[] line = connection.readLine(LINE_LIMIT);
      if (line == null) {
        throw new ConnectFailed(
            ConnectFailed.Reason.LOST, "the server closed the connection without a reply", null);
      }
      int lineCode = code(line);
      if (texts.isEmpty()) {
        code = lineCode;
      } else if (lineCode != code) {
        throw new ProtocolBroken("a reply changes its code from " + code + " to " + lineCode);
      }
      texts.add(line.length > 4 ? text(line) : "");
      length += line.length;
      if (line.length < 4 || line[3] != '-') {
        return SmtpReply.of(code, texts);
      }
      if (texts.size() >= MAX_LINES || length > MAX_TEXT) {
        throw new ProtocolBroken("a reply of more than " + texts.size() + " lines");
      }
    }
  }

  /// Reply-code = %x32-35 %x30-35 %x30-39 (RFC 5321 §4.2); the second digit is not enforced.
  private static int code(byte[] line) throws ProtocolBroken {
    boolean wellFormed =
        line.length >= 3
            && line[0] >= '2'
            && line[0] <= '5'
            && isDigit(line[1])
            && isDigit(line[2])
            && (line.length == 3 || line[3] == ' ' || line[3] == '-' || line[3] == '\t');
    if (!wellFormed) {
      throw new ProtocolBroken("not an SMTP reply: " + text(line, 0, Math.min(line.length, 80)));
    }
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static String text(byte[] line) {
    return text(line, 4, line.length);
  }

  /// UTF-8 (RFC 6531 §3.7.4), controls shown as spaces: a reply's text is a stranger's.
  private static String text(byte[] line, int from, int to) {
    String decoded = new String(line, from, to - from, StandardCharsets.UTF_8);
    StringBuilder clean = null;
    for (int i = 0; i < decoded.length(); i++) {
      if (Character.isISOControl(decoded.charAt(i))) {
        clean = clean == null ? new StringBuilder(decoded) : clean;
        clean.setCharAt(i, ' ');
      }
    }
    return clean == null ? decoded : clean.toString();
  }
}
