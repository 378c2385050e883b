package app.paloma.protocol.imap;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.Condition;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.sasl.SaslMechanism;
import app.paloma.protocol.sasl.SaslMechanisms;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// From the greeting to the authenticated state (RFC 9051 §3). Nothing that was heard before TLS
/// survives it, and no credential leaves before TLS is there where it is wanted.
final class SignIn {
  private static final int MAX_BEFORE_GREETING = 100;

  private final ImapSession session;
  private final ServerSettings settings;
  private final Secret<String> password;
  private boolean saslIr;

  SignIn(ImapSession session, ServerSettings settings, Secret<String> password) {
    this.session = session;
    this.settings = settings;
    this.password = password;
  }

  void run() throws MailException {
    boolean authenticated = greeting();
    if (settings.security() == ConnectionSecurity.STARTTLS && !session.connection.isSecure()) {
      if (authenticated) {
        throw session.broken(
            new TlsFailed(
                TlsFailed.Reason.STARTTLS_UNSAFE,
                "the server greets with PREAUTH before STARTTLS",
                null));
      }
      startTls();
    }
    session.trust();
    needCapabilities();
    if (!authenticated) {
      authenticate();
    }
    needCapabilities();
  }

  /// `greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF`.
  ///
  /// @return whether the session is authenticated already
  private boolean greeting() throws MailException {
    for (int i = 0; i < MAX_BEFORE_GREETING; i++) {
      switch (session.readOne()) {
        case Response.Status(Condition condition, var code, String text) -> {
          switch (condition) {
            case OK -> {
              return false;
            }
            case PREAUTH -> {
              return true;
            }
            case BYE, NO, BAD ->
                throw session.broken(
                    new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, text, null));
          }
        }
        case Response.Tagged ignored -> throw notImap();
        case Response.Continuation ignored -> throw notImap();
        case Response.Unknown unknown when unknown.malformed() -> throw notImap();
        // Untagged data has no business here; it is dropped.
        default -> {}
      }
    }
    throw notImap();
  }

  private MailException notImap() {
    return session.broken(new ProtocolBroken("the server does not greet as an IMAP server"));
  }

  private void needCapabilities() throws MailException {
    if (!session.capabilitiesKnown()) {
      session.execute("CAPABILITY", ImapSession.Taker.NOTHING);
    }
  }

  private void startTls() throws MailException {
    needCapabilities();
    if (!session.has("STARTTLS")) {
      // The greeting may tell less than the command does.
      session.execute("CAPABILITY", ImapSession.Taker.NOTHING);
    }
    if (!session.has("STARTTLS")) {
      throw session.broken(
          new TlsFailed(
              TlsFailed.Reason.STARTTLS_MISSING, "the server does not offer STARTTLS", null));
    }
    Response.Tagged reply =
        session.awaitReply(
            session.send("STARTTLS", session.writer().raw("STARTTLS"), ImapSession.Taker.NOTHING));
    if (reply.condition() == Condition.NO) {
      requireLasting(PassingRefusal.ofTls(reply.code().name(), reply.text()), reply);
    }
    if (reply.condition() != Condition.OK) {
      throw session.broken(
          new TlsFailed(
              TlsFailed.Reason.STARTTLS_MISSING,
              "the server refuses STARTTLS: " + ImapSession.text(reply),
              null));
    }
    try {
      session.connection.startTls();
    } catch (MailException e) {
      throw session.broken(e);
    }
    session.freshFramer();
    session.forgetCapabilities();
  }

  private void authenticate() throws MailException {
    if (!settings.needsCredentials()) {
      return;
    }
    List<SaslMechanism> candidates =
        SaslMechanisms.candidates(
            session.capabilities().mechanisms(),
            settings,
            settings.user(),
            password,
            session.connection);
    saslIr = session.has("SASL-IR");
    boolean mayLogin =
        (settings.auth().isEmpty() || settings.auth().equals("LOGIN"))
            && (session.connection.isSecure() || settings.security() == ConnectionSecurity.NONE)
            && !session.has("LOGINDISABLED");
    boolean noProofs = mayLogin && session.connection.proofsAreRefused();
    Response.Tagged refusal = null;
    for (SaslMechanism mechanism : candidates) {
      if (mechanism.isProof() && (noProofs || refusal != null)) {
        continue;
      }
      session.capabilitiesMayChange();
      Response.Tagged reply = authenticate(mechanism);
      if (reply.condition() == Condition.OK) {
        if (refusal != null) {
          session.connection.rememberRefusedProof();
        }
        return;
      }
      requireAboutUs(reply);
      if (reply.condition() == Condition.NO && (!mechanism.isProof() || refusal != null)) {
        throw session.broken(rejected(mechanism.refusal(), reply));
      }
      // BAD: not this mechanism. NO to a proof: the server may keep the password in another form,
      // so the password itself is tried, and nothing after that: it could lock the account.
      if (reply.condition() == Condition.NO) {
        refusal = reply;
      }
    }
    if (!mayLogin) {
      throw session.broken(
          refusal != null
              ? rejected("", refusal)
              : AuthRejected.withoutMechanism(
                  "no common way to sign in; the server offers: "
                      + String.join(" ", session.capabilities().mechanisms())));
    }
    login();
    if (refusal != null) {
      session.connection.rememberRefusedProof();
    }
  }

  private Response.Tagged authenticate(SaslMechanism mechanism) throws MailException {
    Optional<byte[]> initial = mechanism.initialResponse();
    boolean now = initial.isPresent() && saslIr && !session.shows(Quirk.SASL_IR_REFUSED);
    Response.Tagged reply = exchange(mechanism, initial, now);
    if (now && reply.condition() == Condition.BAD) {
      session.noticed(Quirk.SASL_IR_REFUSED);
      reply = exchange(mechanism, initial, false);
    }
    return reply;
  }

  private Response.Tagged exchange(SaslMechanism mechanism, Optional<byte[]> initial, boolean now)
      throws MailException {
    ImapSession.InFlight sent =
        new ImapSession.InFlight(session.nextTag(), "AUTHENTICATE", ImapSession.Taker.NOTHING);
    session.begin(sent);
    session.write(sent.tag + " AUTHENTICATE " + CommandWriter.requireAtom(mechanism.name()));
    if (now) {
      session.write(" ");
      byte[] first = initial.orElseThrow();
      secret(first.length == 0 ? "=" : Base64.getEncoder().encodeToString(first));
    }
    session.write("\r\n");
    boolean initialSent = now;
    MailException failed = null;
    while (session.awaitContinuation(sent)) {
      String challenge = session.takeContinuation();
      if (failed != null) {
        // RFC 9051 §6.2.2: a lone star ends the exchange.
        session.write("*\r\n");
        continue;
      }
      try {
        byte[] answer;
        if (!initialSent && initial.isPresent()) {
          initialSent = true;
          answer = initial.get();
        } else {
          answer = mechanism.respond(decode(challenge));
        }
        secret(Base64.getEncoder().encodeToString(answer));
        session.write("\r\n");
      } catch (MailException e) {
        failed = e;
        session.write("*\r\n");
      }
    }
    if (failed != null) {
      throw session.broken(failed);
    }
    if (sent.reply.condition() == Condition.OK) {
      try {
        mechanism.succeeded(new byte[0]);
      } catch (MailException e) {
        throw session.broken(e);
      }
    }
    return sent.reply;
  }

  private byte[] decode(String challenge) throws MailException {
    try {
      return Base64.getMimeDecoder().decode(challenge.strip());
    } catch (IllegalArgumentException e) {
      throw session.broken(new ProtocolBroken("a challenge that is not base64", e));
    }
  }

  private void secret(String text) throws MailException {
    session.connection.secret(true);
    session.write(text);
    session.connection.secret(false);
  }

  private void login() throws MailException {
    ImapSession.InFlight sent =
        new ImapSession.InFlight(session.nextTag(), "LOGIN", ImapSession.Taker.NOTHING);
    session.capabilitiesMayChange();
    session.begin(sent);
    session.write(sent.tag + " LOGIN ");
    if (!writeAstring(sent, settings.user())) {
      requireOk(sent);
    }
    session.write(" ");
    session.connection.secret(true);
    boolean going = writeAstring(sent, password.reveal());
    session.connection.secret(false);
    if (going) {
      session.write("\r\n");
      session.flush();
    }
    requireOk(sent);
  }

  private void requireOk(ImapSession.InFlight sent) throws MailException {
    Response.Tagged reply = session.awaitReply(sent);
    if (reply.condition() != Condition.OK) {
      requireAboutUs(reply);
      throw session.broken(rejected("", reply));
    }
  }

  private boolean writeAstring(ImapSession.InFlight sent, String text) throws MailException {
    // Before authentication nothing tells whether non-synchronizing literals are safe.
    CommandWriter writer = new CommandWriter(CommandWriter.Literals.SYNCHRONIZING, false);
    List<byte[]> segments;
    try {
      segments =
          text.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0)
                  && !text.isEmpty()
              ? List.of(text.getBytes(StandardCharsets.US_ASCII))
              : writer.string(text).segments();
    } catch (IllegalArgumentException e) {
      throw session.broken(new AuthRejected("a user name or password with a NUL in it", e));
    }
    for (int i = 0; i < segments.size(); i++) {
      session.write(segments.get(i));
      if (i + 1 < segments.size() && !session.awaitContinuation(sent)) {
        return false;
      }
    }
    return true;
  }

  /// Others are about the server's state, and no password would help.
  private void requireAboutUs(Response.Tagged reply) throws MailException {
    if (reply.condition() != Condition.OK) {
      Optional<AuthRejected> elsewhere = LoginReferral.of(reply.code(), reply.text());
      if (elsewhere.isPresent()) {
        throw session.broken(elsewhere.get());
      }
    }
    if (reply.condition() != Condition.OK) {
      requireLasting(PassingRefusal.of(reply.code().name(), reply.text()), reply);
    }
  }

  private void requireLasting(Optional<String> passing, Response.Tagged reply)
      throws MailException {
    if (passing.isPresent()) {
      throw session.broken(
          new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, passing.get(), reply.text(), null));
    }
  }

  private static AuthRejected rejected(String told, Response.Tagged reply) {
    String text = reply.text().isBlank() ? reply.code().name() : reply.text();
    String said = told.isBlank() ? text : text + " (" + told.strip() + ")";
    return new AuthRejected(reply.code().name(), said, null);
  }
}
