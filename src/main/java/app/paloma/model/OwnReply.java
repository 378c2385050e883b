package app.paloma.model;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What Paloma answers to itself in a mail server's place, where none need be asked or none could:
/// kept with the recipient it is about, so that it is never taken for a server's words.
///
/// @param values what stands in the sentence's gaps, in order
/// @param theirServer whether the server is the recipient's, which an account asks that delivers by
///   itself; else it is the account's own
public record OwnReply(Kind kind, List<String> values, boolean theirServer) {
  private static final String THEIRS = "THEIR_SERVER ";

  /// What it is about, with the reply and the enhanced status code that a server would give.
  public enum Kind {
    /// Octets of the message, and how many the server says it takes (RFC 1870).
    TOO_BIG(552, "5.3.4", "The message has {0} octets; the server takes {1} at most"),
    SENDER_LETTERS(550, "5.6.7", "The server does not take the sender's address: no SMTPUTF8"),
    RECIPIENT_LETTERS(553, "5.6.7", "The server does not take this address: no SMTPUTF8"),
    REQUIRE_TLS(550, "5.7.30", "The server does not promise TLS on the way: no REQUIRETLS"),
    NOT_OFFERED(504, "5.5.4", "The server does not offer {0}"),
    NO_ADDRESS(553, "5.1.3", "{0}"),
    RECIPIENTS_AT_A_TIME(452, "4.5.3", "The server takes {0} recipients at a time"),
    /// Why the octets do not suit the server.
    SIGNED(554, "5.6.2", "{0}, and encoding it anew would break its signature"),
    NOT_ENCODABLE(554, "5.6.3", "{0}, and the message cannot be encoded anew"),
    DNS_FAILED(451, "4.4.3", "{0}"),
    NULL_MX(556, "5.1.10", "The domain {0} takes no mail (null MX)"),
    NO_DOMAIN(550, "5.1.2", "There is no domain {0} that could take mail"),
    /// Why the last of a domain's servers could not be asked.
    NOT_REACHED(450, "4.4.1", "{0}"),
    /// Why the account's own server could not be talked to, for as long as it was tried.
    UNANSWERED(450, "4.4.1", "{0}"),
    /// A server ended the talk before it was asked about anybody; these are its words.
    TURNED_AWAY(450, "4.4.1", "{0}");

    private final int code;
    private final String enhanced;
    private final String sentence;
    private final int gaps;

    Kind(int code, String enhanced, String sentence) {
      this.code = code;
      this.enhanced = enhanced;
      this.sentence = sentence;
      this.gaps = sentence.contains("{1}") ? 2 : sentence.contains("{0}") ? 1 : 0;
    }
  }

  public OwnReply {
    values = List.copyOf(values);
    if (values.size() != kind.gaps) {
      throw new IllegalArgumentException(kind + " has " + kind.gaps + " values");
    }
  }

  public OwnReply(Kind kind, String... values) {
    this(kind, List.of(values), false);
  }

  public OwnReply atTheirServer() {
    return new OwnReply(kind, values, true);
  }

  /// As a server's reply would have it.
  public int code() {
    return kind.code;
  }

  /// As a server's reply would have it.
  public String enhanced() {
    return kind.enhanced;
  }

  /// For those who know the protocol; words for people are made elsewhere.
  public String text() {
    String text = kind.sentence;
    for (int i = 0; i < values.size(); i++) {
      text = text.replace("{" + i + "}", values.get(i));
    }
    return text;
  }

  /// As it is kept: `TOO_BIG 66300153 62914560`. Only the last value may hold spaces.
  public String kept() {
    return (theirServer ? THEIRS : "")
        + kind
        + values.stream().map(v -> " " + v).collect(joining());
  }

  /// @param kept empty where a server answered
  /// @return empty also for what this Paloma cannot have kept: its text is there all the same
  public static Optional<OwnReply> of(String kept) {
    boolean theirs = kept.startsWith(THEIRS);
    String[] words = kept.substring(theirs ? THEIRS.length() : 0).split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equals(words[0]))
        .findFirst()
        .flatMap(kind -> of(kind, rest, theirs));
  }

  private static Optional<OwnReply> of(Kind kind, String rest, boolean theirs) {
    List<String> values = kind.gaps == 0 ? List.of() : List.of(rest.split(" ", kind.gaps));
    boolean complete =
        values.size() == kind.gaps
            && (kind != Kind.TOO_BIG || values.stream().allMatch(v -> v.matches("[0-9]{1,18}")));
    return complete ? Optional.of(new OwnReply(kind, values, theirs)) : Optional.empty();
  }
}
