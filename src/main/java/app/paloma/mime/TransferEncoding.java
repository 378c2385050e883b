package app.paloma.mime;

import java.util.Locale;

/// Content-Transfer-Encoding (RFC 2045 §6), and what real mail writes there.
enum TransferEncoding {
  IDENTITY,
  BASE64,
  QUOTED_PRINTABLE,
  UUENCODE,
  YENC;

  /// Anything unknown is taken as it stands: a person then sees at least the octets.
  static TransferEncoding of(String value) {
    String v = value.strip().toLowerCase(Locale.ROOT);
    if (v.isEmpty()) {
      return IDENTITY;
    }
    if (v.contains("base64") || v.equals("base-64") || v.equals("b64")) {
      return BASE64;
    }
    if (v.contains("quoted") && v.contains("print")) {
      return QUOTED_PRINTABLE;
    }
    if (v.contains("uuencode") || v.equals("x-uue") || v.equals("uue")) {
      return UUENCODE;
    }
    if (v.equals("yenc") || v.equals("x-yenc")) {
      return YENC;
    }
    return IDENTITY;
  }
}
