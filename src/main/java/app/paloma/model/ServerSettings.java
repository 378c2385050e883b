package app.paloma.model;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// Where and how to reach one server. Its text form is the URL of the command line:
/// `imap|imaps|pop3|pop3s|smtp|smtps://[USER@]HOST[:PORT][?tls=starttls|none][&auth=MECHANISM|none]`.
///
/// @param user the login name, percent-decoded; empty where the server wants none
/// @param auth a SASL mechanism's name in capitals, `NONE`, or empty: the best that is offered
public record ServerSettings(
    MailProtocol protocol,
    String host,
    int port,
    ConnectionSecurity security,
    String user,
    String auth) {
  public ServerSettings {
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(security);
    Objects.requireNonNull(user);
    Objects.requireNonNull(auth);
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new WrongInput(WrongInput.Kind.HOST, host);
    }
    if (port < 1 || port > 65535) {
      throw new WrongInput(WrongInput.Kind.PORT, Integer.toString(port));
    }
  }

  public boolean needsCredentials() {
    return !auth.equals("NONE");
  }

  public ServerSettings withUser(String newUser) {
    return new ServerSettings(protocol, host, port, security, newUser, auth);
  }

  /// @throws IllegalArgumentException with a sentence that names what is wrong
  public static ServerSettings parse(String url) {
    URI uri;
    try {
      uri = URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw new WrongInput(WrongInput.Kind.URL, url, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    ConnectionSecurity security =
        scheme.endsWith("s") ? ConnectionSecurity.TLS : ConnectionSecurity.STARTTLS;
    MailProtocol protocol =
        switch (scheme) {
          case "imap", "imaps" -> MailProtocol.IMAP;
          case "pop3", "pop3s" -> MailProtocol.POP3;
          case "smtp", "smtps" -> MailProtocol.SMTP;
          default -> throw new WrongInput(WrongInput.Kind.SCHEME, url);
        };
    String authority = uri.getRawAuthority();
    if (authority == null || authority.isEmpty()) {
      throw new WrongInput(WrongInput.Kind.NO_HOST, url);
    }
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : decode(authority.substring(0, at));
    String hostAndPort = authority.substring(at + 1);
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String auth = "";
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        switch (key.toLowerCase(Locale.ROOT)) {
          case "tls" -> security = tls(value, security);
          case "auth" -> auth = value.toUpperCase(Locale.ROOT);
          default -> throw new WrongInput(WrongInput.Kind.URL_OPTION, key);
        }
      }
    }
    int port = protocol.defaultPort(security);
    if (hasPort) {
      try {
        port = Integer.parseInt(hostAndPort.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new WrongInput(WrongInput.Kind.PORT, hostAndPort.substring(colon + 1), e);
      }
    }
    return new ServerSettings(protocol, host, port, security, user, auth);
  }

  private static ConnectionSecurity tls(String value, ConnectionSecurity scheme) {
    if (scheme == ConnectionSecurity.TLS) {
      throw new WrongInput(WrongInput.Kind.ALWAYS_TLS, value);
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "starttls" -> ConnectionSecurity.STARTTLS;
      case "none" -> ConnectionSecurity.NONE;
      default -> throw new WrongInput(WrongInput.Kind.TLS, value);
    };
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  public String toUrl() {
    StringBuilder url = new StringBuilder(protocol.name().toLowerCase(Locale.ROOT));
    if (security == ConnectionSecurity.TLS) {
      url.append('s');
    }
    url.append("://");
    if (!user.isEmpty()) {
      url.append(URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20")).append('@');
    }
    url.append(host.contains(":") ? "[" + host + "]" : host).append(':').append(port);
    char separator = '?';
    if (security == ConnectionSecurity.NONE) {
      url.append(separator).append("tls=none");
      separator = '&';
    }
    if (!auth.isEmpty()) {
      url.append(separator).append("auth=").append(auth.toLowerCase(Locale.ROOT));
    }
    return url.toString();
  }
}
