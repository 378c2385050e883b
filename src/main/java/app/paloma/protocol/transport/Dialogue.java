package app.paloma.protocol.transport;

import java.time.Clock;

/// What one connection says and hears, on its way into the transcript. Costs nothing where nobody
/// listens.
final class Dialogue {
  private final TranscriptSink transcript;
  private final Clock clock;
  private final String protocol;
  private final String who;
  private final DialogueTap fromServer;
  private final DialogueTap fromClient;

  Dialogue(TranscriptSink transcript, Clock clock, String protocol, String who) {
    this.transcript = transcript;
    this.clock = clock;
    this.protocol = protocol;
    this.who = who;
    if (transcript.equals(TranscriptSink.NONE)) {
      fromServer = null;
      fromClient = null;
    } else {
      boolean literals = protocol.equals("imap");
      fromServer = new DialogueTap(literals, false, this::serverLine);
      fromClient = new DialogueTap(literals, true, text -> log('C', text));
    }
  }

  void heard(byte[] octets, int offset, int length) {
    if (fromServer != null) {
      fromServer.feed(octets, offset, length);
    }
  }

  /// Content: its length alone is written down.
  void heardContent(int length) {
    if (fromServer != null && length > 0) {
      fromServer.skip(length);
    }
  }

  void said(byte[] octets, int offset, int length) {
    if (fromClient != null) {
      fromClient.feed(octets, offset, length);
    }
  }

  void secret(boolean on) {
    if (fromClient != null) {
      fromClient.secret(on);
    }
  }

  void content(boolean on) {
    if (fromClient != null) {
      fromClient.content(on);
      fromServer.content(on);
    }
  }

  void note(String event) {
    log('*', event);
  }

  void end() {
    if (fromClient != null) {
      fromClient.end();
      fromServer.end();
    }
  }

  private void serverLine(String text) {
    log('S', text);
    if (!text.startsWith("+") && !text.startsWith("*")) {
      fromClient.forgetLiteral();
    }
  }

  private void log(char direction, String text) {
    if (fromClient != null) {
      transcript.line(clock.instant(), protocol, who, direction, text);
    }
  }
}
