package app.paloma.protocol.imap.types;

import java.util.List;
import java.util.Map;

/// BODYSTRUCTURE (RFC 9051 §7.5.2). Types in lower case; parameter names in lower case in the order
/// they came; null for NIL.
public sealed interface BodyStructure {
  /// `text/plain`, `multipart/mixed`.
  String mediaType();

  Map<String, String> parameters();

  /// The part number for BODY[...]: `1`, `2.1`; empty for a multipart at the top.
  String number();

  Extension extension();

  /// A part that holds no other parts.
  ///
  /// @param octets the size in its transfer encoding
  /// @param lines for text; else -1
  record Single(
      String number,
      String mediaType,
      Map<String, String> parameters,
      String contentId,
      String description,
      String encoding,
      long octets,
      long lines,
      Extension extension)
      implements BodyStructure {}

  /// message/rfc822 or message/global. `envelope` and `body` are null where the server treats it as
  /// a plain file.
  record Message(
      String number,
      String mediaType,
      Map<String, String> parameters,
      String contentId,
      String description,
      String encoding,
      long octets,
      Envelope envelope,
      BodyStructure body,
      long lines,
      Extension extension)
      implements BodyStructure {}

  record Multipart(
      String number,
      String mediaType,
      Map<String, String> parameters,
      List<BodyStructure> parts,
      Extension extension)
      implements BodyStructure {
    public Multipart {
      parts = List.copyOf(parts);
    }
  }

  /// @param md5 only of single parts
  /// @param disposition in lower case
  record Extension(
      String md5,
      String disposition,
      Map<String, String> dispositionParameters,
      List<String> languages,
      String location) {
    public static final Extension NONE = new Extension(null, null, Map.of(), List.of(), null);
  }
}
