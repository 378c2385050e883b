package app.paloma.protocol.imap;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.protocol.imap.types.ResponseCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that says whose mail it is not (RFC 2221). It is never followed: whoever stands on the
/// line could name a server of his own that way, and would get the password.
final class LoginReferral {
  /// `iserver = [iuserauth "@"] host [":" port]` (RFC 5092 §11).
  private static final Pattern SERVER =
      Pattern.compile("imaps?://(?:[^/@]*@)?([a-z0-9._-]+)", Pattern.CASE_INSENSITIVE);

  private LoginReferral() {}

  /// @return what the user hears, its detail code `REFERRAL` and the host that is named; empty
  ///   where the answer is no referral
  static Optional<AuthRejected> of(ResponseCode code, String text) {
    if (!(code instanceof ResponseCode.Named(String name, String url))
        || !name.equals(AuthRejected.REFERRAL)) {
      return Optional.empty();
    }
    Matcher server = SERVER.matcher(url);
    String host = server.lookingAt() ? server.group(1) : "";
    return Optional.of(new AuthRejected((name + " " + host).strip(), text, null));
  }
}
