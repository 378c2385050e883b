package app.paloma.model;

/// Who files the copy of a sent message.
public enum SentCopy {
  /// Paloma looks whether the server files it (as Gmail does), and files it where it does not.
  DETECT,
  /// Paloma files it.
  PALOMA,
  /// The server files it.
  SERVER,
  /// Nobody does.
  NOBODY;

  /// The preference that remembers a server which was seen to file sent messages by itself.
  public static String seenKey(AccountId account) {
    return "sent.filed-by-server." + account.value();
  }
}
