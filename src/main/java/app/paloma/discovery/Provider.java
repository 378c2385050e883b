package app.paloma.discovery;

import app.paloma.model.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/// A mail provider as Paloma ships it.
///
/// @param mx suffixes of the hosts that take mail for domains the provider serves
/// @param localUser whether one signs in with the part before the @ alone
/// @param help the key of a hint; empty where none is needed
record Provider(
    String name,
    List<String> domains,
    List<String> mx,
    ServerSettings incoming,
    ServerSettings outgoing,
    boolean localUser,
    String help) {

  /// All of them, in the order of the file.
  static List<Provider> shipped() {
    try (InputStream in = Provider.class.getResourceAsStream("providers.txt")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Provider> parse(String text) {
    List<Provider> providers = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("[") && !block.isEmpty()) {
        providers.add(ofBlock(block));
        block.clear();
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        block.add(line.strip());
      }
    }
    providers.add(ofBlock(block));
    return List.copyOf(providers);
  }

  private static Provider ofBlock(List<String> block) {
    String first = block.getFirst();
    return new Provider(
        first.substring(1, first.length() - 1),
        words(block, "domains"),
        words(block, "mx"),
        ServerSettings.parse(words(block, "imap").getFirst()),
        ServerSettings.parse(words(block, "smtp").getFirst()),
        words(block, "user").contains("local"),
        String.join("", words(block, "help")));
  }

  private static List<String> words(List<String> block, String key) {
    return block.stream()
        .filter(line -> line.startsWith(key + " "))
        .findFirst()
        .map(line -> List.of(line.substring(key.length() + 1).strip().split(" +")))
        .orElse(List.of());
  }

  static Optional<Provider> ofDomain(List<Provider> all, String domain) {
    return all.stream().filter(provider -> provider.domains().contains(domain)).findFirst();
  }

  /// The provider whose MX suffix fits best: `olc.protection.outlook.com` before `outlook.com`.
  static Optional<Provider> ofMx(List<Provider> all, String host) {
    Provider best = null;
    int length = 0;
    for (Provider provider : all) {
      for (String suffix : provider.mx()) {
        if ((host.equals(suffix) || host.endsWith("." + suffix)) && suffix.length() > length) {
          best = provider;
          length = suffix.length();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  SettingsDiscovery.Found found(String email, String source, Locale locale) {
    String user = localUser ? email.substring(0, email.lastIndexOf('@')) : email;
    return new SettingsDiscovery.Found(
        incoming.withUser(user),
        outgoing.withUser(user),
        source,
        name,
        help.isEmpty() ? "" : hint(help, locale),
        true);
  }

  private static String hint(String key, Locale locale) {
    // Not the locale itself: where it is missing Java would take the computer's own language.
    Locale ours = locale.getLanguage().equals("es") ? Locale.of("es") : Locale.ROOT;
    return ResourceBundle.getBundle("app.paloma.discovery.DiscoveryMessages", ours).getString(key);
  }
}
