package app.paloma.model;

/// The protocols an account speaks, with their usual ports.
public enum MailProtocol {
  IMAP(143, 993),
  POP3(110, 995),
  SMTP(587, 465);

  private final int plainPort;
  private final int tlsPort;

  MailProtocol(int plainPort, int tlsPort) {
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
  }

  public int defaultPort(ConnectionSecurity security) {
    return security == ConnectionSecurity.TLS ? tlsPort : plainPort;
  }
}
