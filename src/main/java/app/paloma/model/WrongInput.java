package app.paloma.model;

/// What the user gave cannot be understood. Its message is English, for those who know the program;
/// words for people are made elsewhere, from its kind.
public final class WrongInput extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// What is wrong with it.
  public enum Kind {
    HOST("not a host name: {0}"),
    PORT("not a port: {0}"),
    URL("not a server URL: {0}"),
    SCHEME("the URL must begin with imap, imaps, pop3, pop3s, smtp or smtps: {0}"),
    NO_HOST("the URL names no host: {0}"),
    URL_OPTION("the URL has an unknown option: {0}"),
    ALWAYS_TLS("imaps, pop3s and smtps are always TLS; drop tls={0}"),
    TLS("tls= takes starttls or none, not {0}"),
    LEAVE_ON_SERVER(
        "leave-on-server takes keep, until-deleted, delete or a number of days from 1, not {0}"),
    ADDRESS("not an address: {0}"),
    LONG_ADDRESS("the address is too long: {0}"),
    DOMAIN("not a domain name: {0}"),
    DNS_NAME("not a name for DNS: {0}"),
    NO_CERTIFICATE("the PEM file holds no certificate that can be read"),
    NO_RECIPIENT("the message names no recipient"),
    LONG_HEADER("the header of the message is too long");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Kind kind;
  private final String input;

  /// @param input what was given; empty where the kind says all
  public WrongInput(Kind kind, String input, Throwable cause) {
    super(kind.sentence.replace("{0}", input), cause);
    this.kind = kind;
    this.input = input;
  }

  public WrongInput(Kind kind, String input) {
    this(kind, input, null);
  }

  public Kind kind() {
    return kind;
  }

  public String input() {
    return input;
  }
}
