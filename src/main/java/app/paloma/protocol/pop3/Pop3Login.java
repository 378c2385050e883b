package app.paloma.protocol.pop3;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.pop3.Pop3Reply.Status;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.sasl.SaslMechanism;
import app.paloma.protocol.sasl.SaslMechanisms;
import app.paloma.protocol.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// AUTH (RFC 5034), APOP and USER/PASS (RFC 1939 §7), whichever is best of those offered.
final class Pop3Login {
  /// RFC 2449 §4: a command has 255 octets at most.
  private static final int COMMAND_LIMIT = 253;

  private static final int MAX_CHALLENGES = 16;

  /// timestamp = msg-id (RFC 1939 §7)
  private static final Pattern TIMESTAMP = Pattern.compile("<[!-;=?-~]+@[!-;=?-~]+>");

  private final Pop3Client client;
  private final Connection connection;
  private final ServerSettings server;
  private final Secret<String> password;
  private final boolean proofs;

  /// @param proofs false where one was refused already
  Pop3Login(
      Pop3Client client,
      Connection connection,
      ServerSettings server,
      Secret<String> password,
      boolean proofs) {
    this.client = client;
    this.connection = connection;
    this.server = server;
    this.password = password;
    this.proofs = proofs && !connection.proofsAreRefused();
  }

  /// @return false where the server refused a proof and ended the connection before the password
  ///   itself was tried (Solid POP3 does so after APOP)
  boolean run(String greeting) throws MailException {
    Matcher timestamp = TIMESTAMP.matcher(greeting);
    boolean apopOffered = timestamp.find();
    Pop3Reply reply =
        switch (server.auth()) {
          case "USER", "PASS" -> userAndPass();
          case "APOP" -> {
            if (!apopOffered) {
              throw AuthRejected.withoutMechanism("the server does not offer APOP");
            }
            yield apop(timestamp.group());
          }
          default -> best(apopOffered ? Optional.of(timestamp.group()) : Optional.empty());
        };
    if (reply == null) {
      return false;
    }
    if (reply.isOk()) {
      return true;
    }
    if (isBusy(reply)) {
      throw Pop3Client.busy("AUTH", reply);
    }
    throw new AuthRejected(reply.toString());
  }

  private static boolean isBusy(Pop3Reply reply) {
    return PassingRefusal.of(reply.code(), reply.text()).isPresent();
  }

  private Pop3Reply best(Optional<String> timestamp) throws MailException {
    Set<String> offered = client.capabilities().saslMechanisms();
    List<SaslMechanism> candidates =
        SaslMechanisms.candidates(offered, server, server.user(), password, connection);
    if (candidates.isEmpty() && !server.auth().isEmpty()) {
      SaslMechanisms.choose(offered, server, server.user(), password, connection);
    }
    Optional<SaslMechanism> first =
        candidates.stream().filter(mechanism -> proofs || !mechanism.isProof()).findFirst();
    if (first.isPresent()) {
      Pop3Reply reply = exchange(first.get());
      Optional<SaslMechanism> next = SaslMechanisms.after(first.get(), candidates);
      if (next.isPresent()) {
        return orElse(reply, !next.get().isProof(), () -> exchange(next.get()));
      }
      boolean userAllowed = first.get().isProof() && server.auth().isEmpty();
      return userAllowed ? orElse(reply, true, this::userAndPass) : reply;
    }
    // MD5 hides the password from those who listen, and from nobody else. Some servers greet with a
    // timestamp though they keep no password that could answer it (GNU Mailutils, Solid POP3).
    return proofs && timestamp.isPresent() && !connection.isSecure()
        ? orElse(apop(timestamp.get()), true, this::userAndPass)
        : userAndPass();
  }

  private interface Way {
    Pop3Reply go() throws MailException;
  }

  /// One more way where a proof was refused, once.
  ///
  /// @param password whether the other is the password itself
  /// @return null where the connection had ended
  private Pop3Reply orElse(Pop3Reply reply, boolean password, Way other) throws MailException {
    if (reply.isOk() || isBusy(reply)) {
      return reply;
    }
    try {
      Pop3Reply second = other.go();
      if (password && second.isOk()) {
        connection.rememberRefusedProof();
      }
      return second;
    } catch (ConnectFailed e) {
      return null;
    }
  }

  private Pop3Reply userAndPass() throws MailException {
    Pop3Reply user = client.command("USER " + argument(server.user()));
    return user.isOk() ? secret("PASS " + argument(password.reveal())) : user;
  }

  private Pop3Reply apop(String timestamp) throws MailException {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest((timestamp + password.reveal()).getBytes(StandardCharsets.UTF_8));
      return secret("APOP " + argument(server.user()) + " " + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new AuthRejected("this computer has no MD5 for APOP", e);
    }
  }

  private Pop3Reply exchange(SaslMechanism mechanism) throws MailException {
    String command = "AUTH " + mechanism.name();
    Optional<String> initial = mechanism.initialResponse().map(Pop3Login::base64);
    boolean together =
        initial.isPresent() && command.length() + 1 + initial.get().length() <= COMMAND_LIMIT;
    Pop3Reply reply = together ? secret(command + " " + initial.get()) : client.command(command);
    if (!together && initial.isPresent() && reply.status() == Status.CHALLENGE) {
      reply = secret(initial.get());
    }
    for (int i = 0; reply.status() == Status.CHALLENGE; i++) {
      if (i == MAX_CHALLENGES) {
        throw new ProtocolBroken("more than " + MAX_CHALLENGES + " challenges");
      }
      reply = secret(Base64.getEncoder().encodeToString(answer(mechanism, reply)));
    }
    if (reply.isOk()) {
      mechanism.succeeded(new byte[0]);
    }
    return reply;
  }

  private byte[] answer(SaslMechanism mechanism, Pop3Reply challenge) throws MailException {
    try {
      return mechanism.respond(Base64.getDecoder().decode(challenge.text()));
    } catch (IllegalArgumentException e) {
      throw new ProtocolBroken("a challenge that is not base64", e);
    } catch (AuthRejected e) {
      client.command("*");
      throw e;
    }
  }

  private Pop3Reply secret(String line) throws MailException {
    connection.secret(true);
    try {
      return client.command(line);
    } finally {
      connection.secret(false);
    }
  }

  /// @throws AuthRejected a line end in it would begin another command
  private static String argument(String text) throws AuthRejected {
    if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new AuthRejected("the user name or password holds a line end");
    }
    return text;
  }

  private static String base64(byte[] octets) {
    return octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets);
  }
}
