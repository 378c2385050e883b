package app.paloma.protocol.pop3;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.protocol.transport.Connection;
import java.util.function.IntFunction;

/// Messages one after the other, each reply with what was asked for.
final class ContentStream {
  /// Requests on their way: enough to fill the line, few enough for any server's input buffer.
  private static final int WINDOW = 40;

  /// Octets that may follow a refusal.
  private static final long MAX_STRAY = 64 << 20;

  private final Pop3Client client;
  private final Connection connection;
  private final ContentReader content = new ContentReader();
  private int asked;
  private boolean strayed;

  ContentStream(Pop3Client client, Connection connection) {
    this.client = client;
    this.connection = connection;
  }

  /// The message that was coming when a session broke; 0 when none was.
  int asked() {
    return asked;
  }

  /// Whether more than a reply came where something was refused.
  boolean strayed() {
    return strayed;
  }

  /// A message has ended when a reply follows it: what follows the end of one that a server sends
  /// without stuffing its dots is the rest of it.
  void stream(int[] numbers, IntFunction<String> command, ContentSink sink, boolean pipelined)
      throws MailException {
    int sent = 0;
    int ended = 0;
    int refused = 0;
    boolean done = false;
    try {
      for (int at = 0; at < numbers.length; at++) {
        asked = numbers[at];
        int window = pipelined && !strayed ? WINDOW : 1;
        if (sent - at <= window / 2) {
          while (sent < numbers.length && sent - at < window) {
            client.write(command.apply(numbers[sent++]));
          }
          connection.flush();
        }
        Pop3Reply reply = refused == 0 ? client.reply() : replyAfterRefusal();
        refused = 0;
        if (ended != 0) {
          sink.end(ended);
          ended = 0;
        }
        if (reply.isOk()) {
          sink.begin(numbers[at]);
          content.read(connection, sink::octets);
          ended = numbers[at];
        } else {
          refused = numbers[at];
          sink.refused(numbers[at], reply);
        }
      }
      if (ended != 0 && connection.buffered() > 0) {
        throw new ProtocolBroken("something follows the end of message " + asked);
      }
      if (ended != 0) {
        sink.end(ended);
      }
      if (refused != 0) {
        // What comes next must not be taken for the reply to a DELE.
        client.write("NOOP\r\n");
        connection.flush();
        replyAfterRefusal();
      }
      asked = 0;
      done = true;
    } catch (ConnectFailed e) {
      if (ended != 0) {
        sink.end(ended);
      }
      throw e;
    } catch (ProtocolBroken e) {
      asked = ended + refused == 0 ? asked : ended + refused;
      throw e;
    } finally {
      if (!done) {
        client.close();
      }
    }
  }

  /// Nothing belongs to -ERR but its line (RFC 1939 §3); some servers send the message after it all
  /// the same.
  private Pop3Reply replyAfterRefusal() throws MailException {
    byte[] line = client.line();
    if (isStatus(line)) {
      return Pop3Reply.parse(line);
    }
    strayed = true;
    connection.content(true);
    try {
      for (long octets = 0; line.length != 1 || line[0] != '.'; octets += line.length) {
        // Nobody knows whether it is a reply, which the next message would be lost with.
        if (isStatus(line) || octets > MAX_STRAY) {
          throw new ProtocolBroken("a message follows the refusal of one");
        }
        line = client.line();
      }
    } finally {
      connection.content(false);
    }
    return client.reply();
  }

  private static boolean isStatus(byte[] line) {
    Pop3Reply reply = Pop3Reply.parse(line);
    return reply != null && reply.status() != Pop3Reply.Status.CHALLENGE;
  }
}
