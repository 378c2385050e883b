package app.paloma.model;

/// Whose mailboxes these are: the namespaces of RFC 2342.
public enum MailboxHolder {
  PERSONAL,
  OTHER_USERS,
  SHARED
}
