package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.Namespaces;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.Condition;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Switches on what makes a session cheap, in two round trips: ID, ENABLE and NAMESPACE in one
/// breath, then DEFLATE.
final class SessionSetup {
  private final ImapSession session;
  private final TreeSet<String> enabled = new TreeSet<>();
  private Namespaces namespaces = Namespaces.UNKNOWN;
  private String serverName = "";

  SessionSetup(ImapSession session) {
    this.session = session;
  }

  boolean enabled(String capability) {
    return enabled.contains(capability);
  }

  Namespaces namespaces() {
    return namespaces;
  }

  String serverName() {
    return serverName;
  }

  void run() throws MailException {
    List<String> wanted = new ArrayList<>();
    if (session.has("ENABLE")) {
      for (String capability : List.of("CONDSTORE", "QRESYNC")) {
        if (session.has(capability)) {
          wanted.add(capability);
        }
      }
      if (session.options.utf8() && (session.has("UTF8=ACCEPT") || session.has("UTF8=ONLY"))) {
        wanted.add("UTF8=ACCEPT");
      }
    }
    ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
    if (session.has("ID") && !session.options.identity().isEmpty()) {
      sent.add(session.send("ID", id(session), this::take));
    }
    ImapSession.InFlight enable = null;
    if (!wanted.isEmpty()) {
      enable =
          session.send(
              "ENABLE", session.writer().raw("ENABLE " + String.join(" ", wanted)), this::take);
      sent.add(enable);
    }
    if (session.has("NAMESPACE")) {
      sent.add(session.send("NAMESPACE", session.writer().raw("NAMESPACE"), this::take));
    }
    for (ImapSession.InFlight command : sent) {
      // A refusal of any of these costs comfort only.
      session.awaitReply(command);
    }
    if (enable != null && enable.reply.condition() != Condition.OK) {
      session.noticed(Quirk.ENABLE_REFUSED);
      enabled.clear();
    }
    boolean rev2Only = session.has("IMAP4REV2") && !session.has("IMAP4REV1");
    session.utf8(rev2Only || enabled.contains("UTF8=ACCEPT"));
    compress();
    session.bulk();
  }

  static CommandWriter id(ImapSession session) {
    CommandWriter command = session.writer().raw("ID (");
    String separator = "";
    for (Map.Entry<String, String> field : session.options.identity().entrySet()) {
      command.raw(separator).string(field.getKey()).raw(" ").string(field.getValue());
      separator = " ";
    }
    return command.raw(")");
  }

  private boolean take(Response response) {
    switch (response) {
      case Response.EnabledData(List<String> capabilities) -> enabled.addAll(capabilities);
      case Response.NamespaceData(Namespaces told) -> namespaces = told;
      case Response.IdData(Map<String, String> fields) ->
          serverName = fields.getOrDefault("name", "");
      default -> {
        return false;
      }
    }
    return true;
  }

  /// RFC 4978. On this machine it would only cost time.
  private void compress() throws MailException {
    if (!session.options.compress() || !session.has("COMPRESS=DEFLATE") || isLoopback()) {
      return;
    }
    ImapSession.InFlight sent =
        session.send(
            "COMPRESS", session.writer().raw("COMPRESS DEFLATE"), ImapSession.Taker.NOTHING);
    if (session.awaitReply(sent).condition() == Condition.OK) {
      try {
        session.connection.startDeflate();
      } catch (MailException e) {
        throw session.broken(e);
      }
      session.freshFramer();
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.ofLiteral(session.connection.remoteAddress()).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
