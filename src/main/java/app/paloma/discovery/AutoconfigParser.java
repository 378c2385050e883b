package app.paloma.discovery;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.model.ServerSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// The `clientConfig` document of a domain's autoconfig (draft-ietf-mailmaint-autoconfig). It comes
/// from a stranger: no DTD, no entities, nothing fetched.
final class AutoconfigParser {
  /// @param provider the provider's name for people; may be empty
  record Config(ServerSettings incoming, ServerSettings outgoing, String provider) {}

  private AutoconfigParser() {}

  /// The best pair of servers: IMAP before POP3, TLS before STARTTLS, none without protection.
  ///
  /// @throws IOException where it is no such document, with what is wrong
  static Config parse(byte[] xml, String email) throws IOException {
    Element root = document(xml);
    List<ServerSettings> incoming = servers(root, "incomingServer", email);
    List<ServerSettings> outgoing = servers(root, "outgoingServer", email);
    if (incoming.isEmpty() || outgoing.isEmpty()) {
      throw new NothingTold(NothingTold.Kind.NO_SERVERS);
    }
    return new Config(
        incoming.getFirst(), outgoing.getFirst(), text(root, "displayName").orElse(""));
  }

  private static Element document(byte[] xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setExpandEntityReferences(false);
      factory.setXIncludeAware(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Quiet());
      Element root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
      if (!root.getTagName().equals("clientConfig")) {
        throw new NothingTold(NothingTold.Kind.NO_AUTOCONFIG);
      }
      return root;
    } catch (SAXException | ParserConfigurationException e) {
      throw new NothingTold(NothingTold.Kind.NO_XML, "", e);
    }
  }

  private static List<ServerSettings> servers(Element root, String tag, String email) {
    NodeList nodes = root.getElementsByTagName(tag);
    return IntStream.range(0, Math.min(nodes.getLength(), 50))
        .mapToObj(i -> server((Element) nodes.item(i), email))
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing(ServerSettings::protocol).thenComparing(ServerSettings::security))
        .toList();
  }

  private static Optional<ServerSettings> server(Element element, String email) {
    Optional<MailProtocol> protocol =
        switch (element.getAttribute("type").toLowerCase(Locale.ROOT)) {
          case "imap" -> Optional.of(MailProtocol.IMAP);
          case "pop3" -> Optional.of(MailProtocol.POP3);
          case "smtp" -> Optional.of(MailProtocol.SMTP);
          default -> Optional.empty();
        };
    Optional<ConnectionSecurity> security =
        switch (text(element, "socketType").orElse("").toUpperCase(Locale.ROOT)) {
          case "SSL" -> Optional.of(ConnectionSecurity.TLS);
          case "STARTTLS" -> Optional.of(ConnectionSecurity.STARTTLS);
          default -> Optional.empty();
        };
    if (protocol.isEmpty() || security.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ServerSettings(
              protocol.get(),
              fill(text(element, "hostname").orElse(""), email).toLowerCase(Locale.ROOT),
              Integer.parseInt(text(element, "port").orElse("")),
              security.get(),
              fill(text(element, "username").orElse("%EMAILADDRESS%"), email),
              ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Element parent, String tag) {
    NodeList nodes = parent.getElementsByTagName(tag);
    return nodes.getLength() == 0
        ? Optional.empty()
        : Optional.of(nodes.item(0).getTextContent().strip());
  }

  private static String fill(String text, String email) {
    int at = email.lastIndexOf('@');
    return text.replace("%EMAILADDRESS%", email)
        .replace("%EMAILLOCALPART%", email.substring(0, at))
        .replace("%EMAILDOMAIN%", email.substring(at + 1));
  }

  /// The parser's own would write to standard error.
  private static final class Quiet implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
