package app.paloma.model;

import java.util.List;

/// Where a domain's mail is to be handed over (RFC 5321 §5.1).
public sealed interface MailRoute {
  /// @param addresses numeric, to be tried in this order
  record Servers(List<String> addresses) implements MailRoute {
    public Servers {
      addresses = List.copyOf(addresses);
    }
  }

  /// The domain says that it takes none (RFC 7505).
  record NoMail() implements MailRoute {}

  /// There is no such domain, or nothing in it that could take mail.
  record NoDomain() implements MailRoute {}
}
