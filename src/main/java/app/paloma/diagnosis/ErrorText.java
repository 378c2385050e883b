package app.paloma.diagnosis;

import app.paloma.model.*;
import java.util.Locale;

/// The one place that makes words of failures: what happened, why, what to do.
public final class ErrorText {
  private ErrorText() {}

  /// @param what one sentence; `why` may be empty; `advice` what to do
  public record Explanation(String what, String why, String advice) {}

  /// @param server the host and port it is about, or the account; may be empty
  public static Explanation explain(Throwable failure, String server, Locale locale) {
    throw new UnsupportedOperationException();
  }

  /// An SMTP reply to one recipient, in plain words.
  public static Explanation explainReply(int code, String enhanced, String text, Locale locale) {
    throw new UnsupportedOperationException();
  }
}
