package app.paloma.protocol.sasl;

import app.paloma.model.MailException;
import java.util.Optional;

/// One exchange of one SASL mechanism (RFC 4422), octets as they are before base64. An object is
/// good for one attempt.
public interface SaslMechanism {
  /// As the server lists it: `SCRAM-SHA-256`.
  String name();

  /// What may go with the command itself where the protocol allows it (SASL-IR); empty where the
  /// server speaks first.
  Optional<byte[]> initialResponse();

  /// The answer to a challenge.
  ///
  /// @throws MailException.AuthRejected where the server does not prove that it knows the password,
  ///   or names its refusal in the challenge
  /// @throws MailException.ProtocolBroken where the challenge is not one
  byte[] respond(byte[] challenge) throws MailException;

  /// Called when the server said that all is well.
  ///
  /// @param data what came with the success; empty where nothing did
  /// @throws MailException.AuthRejected where the server has not proved itself
  default void succeeded(byte[] data) throws MailException {}

  /// Whether it only proves to know the password. A server that keeps passwords in another form
  /// than the proof needs refuses the right one too, though it lists the mechanism.
  default boolean isProof() {
    return false;
  }

  /// What the server told about a refusal inside the mechanism; empty where it did not.
  default String refusal() {
    return "";
  }
}
