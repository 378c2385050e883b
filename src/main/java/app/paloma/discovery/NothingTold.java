package app.paloma.discovery;

import java.io.IOException;

/// Why a source told nothing. Its message is English, for those who know the program; words for
/// people are made elsewhere, from its kind.
public final class NothingTold extends IOException {
  private static final long serialVersionUID = 1;

  /// What is in the way.
  public enum Kind {
    LATE("no answer in time"),
    NO_CONNECTION("no connection"),
    STATUS("the web server answers {0}"),
    TOO_LARGE("the document is too large"),
    REDIRECTS("too many redirects"),
    REDIRECT_TO_NOWHERE("a redirect to nowhere"),
    REDIRECT_UNPROTECTED("a redirect to an unprotected place"),
    NO_SERVERS("the document names no usable servers"),
    NO_AUTOCONFIG("the document is not a clientConfig"),
    NO_XML("the document is not XML that can be trusted"),
    DNS("DNS does not answer: {0}"),
    /// In the words of a library.
    FAILED("{0}");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Kind kind;
  private final String value;

  NothingTold(Kind kind, String value, Throwable cause) {
    super(kind.sentence.replace("{0}", value), cause);
    this.kind = kind;
    this.value = value;
  }

  NothingTold(Kind kind) {
    this(kind, "", null);
  }

  static NothingTold of(Exception failure) {
    return failure instanceof NothingTold known
        ? known
        : failure.getMessage() == null
            ? new NothingTold(Kind.NO_CONNECTION, "", failure)
            : new NothingTold(Kind.FAILED, failure.getMessage(), failure);
  }

  public Kind kind() {
    return kind;
  }

  /// What stands in the sentence's gap.
  public String value() {
    return value;
  }
}
