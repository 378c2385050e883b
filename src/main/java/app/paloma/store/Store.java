package app.paloma.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/// An open profile: one SQLite database (WAL), one writer thread, a pool of readers. All methods of
/// all stores may be called from any thread; they block, so never from the UI thread.
public final class Store implements AutoCloseable {
  /// How a profile is opened.
  public enum Mode {
    READ_WRITE,
    READ_ONLY
  }

  private final Database database;
  private final AccountStore accounts;
  private final MailboxStore mailboxes;
  private final MessageStore messages;
  private final ContentStore contents;
  private final MessageActions actions;
  private final AttentionStore attention;
  private final PendingChangeStore pendingChanges;
  private final Repeated repeated;
  private final OutboxStore outbox;
  private final DraftStore drafts;
  private final SearchIndex search;
  private final ContactStore contacts;
  private final PreferenceStore preferences;
  private final InvitationStore invitations;
  private final Pop3Ledger pop3;
  private final Maintenance maintenance;

  private Store(Database database) {
    this.database = database;
    accounts = new AccountStore(database);
    mailboxes = new MailboxStore(database);
    messages = new MessageStore(database);
    contents = new ContentStore(database);
    actions = new MessageActions(database);
    attention = new AttentionStore(database);
    pendingChanges = new PendingChangeStore(database);
    repeated = new Repeated(database);
    outbox = new OutboxStore(database);
    drafts = new DraftStore(database);
    search = new SearchIndex(database);
    contacts = new ContactStore(database);
    preferences = new PreferenceStore(database);
    invitations = new InvitationStore(database);
    pop3 = new Pop3Ledger(database);
    maintenance = new Maintenance(database);
  }

  /// Loads what the first [#open] of the process needs, on another thread, while the caller does
  /// something else.
  public static void warmUp() {
    Thread.ofPlatform().daemon().name("store warm-up").start(Connections::warmUp);
  }

  /// Opens (and creates or migrates) `profile/paloma.db`.
  ///
  /// @throws StoreException NEWER_VERSION, DAMAGED, BUSY, FULL, IO; NOT_FOUND where a profile to be
  ///   opened for reading is not there
  public static Store open(Path profile, Mode mode, Clock clock) {
    return new Store(new Database(profile, mode, clock));
  }

  public Path profile() {
    return database.profile();
  }

  public AccountStore accounts() {
    return accounts;
  }

  public MailboxStore mailboxes() {
    return mailboxes;
  }

  public MessageStore messages() {
    return messages;
  }

  public ContentStore contents() {
    return contents;
  }

  public MessageActions actions() {
    return actions;
  }

  public AttentionStore attention() {
    return attention;
  }

  public PendingChangeStore pendingChanges() {
    return pendingChanges;
  }

  public Repeated repeated() {
    return repeated;
  }

  public OutboxStore outbox() {
    return outbox;
  }

  public DraftStore drafts() {
    return drafts;
  }

  public SearchIndex search() {
    return search;
  }

  public ContactStore contacts() {
    return contacts;
  }

  public PreferenceStore preferences() {
    return preferences;
  }

  public InvitationStore invitations() {
    return invitations;
  }

  public Pop3Ledger pop3() {
    return pop3;
  }

  public Maintenance maintenance() {
    return maintenance;
  }

  /// Calls the listener after each commit of this process, on the writer thread (hand over at once,
  /// never block there). Another process's commits arrive as [StoreChange.External] within a
  /// second.
  public AutoCloseable subscribe(Consumer<StoreChange> listener) {
    return database.subscribe(listener);
  }

  @Override
  public void close() {
    database.close();
  }
}
