package app.paloma.ui.folders;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.messages.ListTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderTreeTest {
  private final List<Account> accounts = new ArrayList<>();
  private final List<Mailbox> mailboxes = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final SavedSearches searches = new SavedSearches("", written::add);

  private void account(long id, String email) {
    accounts.add(
        Account.unsaved(
                email,
                "",
                ServerSettings.parse("imaps://mail.example.org"),
                ServerSettings.parse("smtps://mail.example.org"))
            .withId(new AccountId(id)));
  }

  private void mailbox(long account, String name, MailboxRole role, int unread) {
    mailbox(account, name, role, unread, true, MailboxHolder.PERSONAL);
  }

  private void mailbox(
      long account,
      String name,
      MailboxRole role,
      int unread,
      boolean subscribed,
      MailboxHolder holder) {
    mailboxes.add(
        new Mailbox(
            new MailboxId(mailboxes.size() + 1),
            new AccountId(account),
            name,
            '/',
            role,
            !name.equals("Shared") && !name.equals("Projects"),
            subscribed,
            false,
            50,
            unread,
            1,
            1,
            0,
            50,
            true,
            holder,
            new MailboxRights(holder == MailboxHolder.PERSONAL ? "" : "lr"),
            ""));
  }

  private List<FolderNode> tree(Locale locale) {
    return new FolderTreeBuilder(Messages.ui(locale)).build(accounts, mailboxes, searches.all(), 0);
  }

  private FolderTreeViewModel model() {
    return new FolderTreeViewModel(
        () -> new FolderTreeViewModel.Content(List.copyOf(accounts), List.copyOf(mailboxes)),
        new FolderTreeBuilder(Messages.ui(Locale.ENGLISH)),
        searches,
        UiExecutor.direct(),
        Set.of(),
        keys -> {});
  }

  @Test
  void ordersRolesFirstAndThenTheUsersOwnTreeByName() {
    account(1, "ana@example.org");
    mailbox(1, "Zoo", MailboxRole.NONE, 0);
    mailbox(1, "Árbol", MailboxRole.NONE, 0);
    mailbox(1, "Árbol/Hoja", MailboxRole.NONE, 0);
    mailbox(1, "Trash", MailboxRole.TRASH, 0);
    mailbox(1, "Sent", MailboxRole.SENT, 0);
    mailbox(1, "INBOX", MailboxRole.INBOX, 4);
    List<FolderNode> top = tree(Locale.of("es"));
    assertThat(top).hasSize(1);
    assertThat(top.getFirst().children())
        .extracting(FolderNode::title)
        .containsExactly("Entrada", "Enviados", "Papelera", "Árbol", "Zoo");
    assertThat(top.getFirst().children().get(3).children())
        .extracting(FolderNode::title)
        .containsExactly("Hoja");
  }

  @Test
  void foldersInsideTheInboxStandBesideIt() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    mailbox(1, "INBOX/Work", MailboxRole.NONE, 0);
    assertThat(tree(Locale.ENGLISH).getFirst().children())
        .extracting(FolderNode::title)
        .containsExactly("Inbox", "Work");
  }

  @Test
  void whatOthersShareStandsInAGroupOfItsOwn() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    mailbox(1, "Shared", MailboxRole.NONE, 0, false, MailboxHolder.OTHER_USERS);
    mailbox(1, "Shared/bob/Team", MailboxRole.NONE, 2, true, MailboxHolder.OTHER_USERS);
    mailbox(1, "Shared/bob/Other", MailboxRole.NONE, 2, false, MailboxHolder.OTHER_USERS);
    mailbox(1, "Public/News", MailboxRole.NONE, 2, false, MailboxHolder.SHARED);
    List<FolderNode> nodes = tree(Locale.ENGLISH).getFirst().children();
    assertThat(nodes)
        .extracting(FolderNode::title)
        .containsExactly("Inbox", "Other people\u2019s folders");
    assertThat(nodes.getLast().children())
        .extracting(FolderNode::title)
        .containsExactly("bob / Team");
    FolderNode.Folder team = (FolderNode.Folder) nodes.getLast().children().getFirst();
    assertThat(team.mailbox().isLocked()).isTrue();
    assertThat(team.mailbox().mayInsert()).isFalse();
  }

  @Test
  void aNameThatOnlyHoldsOthersIsShownWithThem() {
    account(1, "ana@example.org");
    mailbox(1, "Projects", MailboxRole.NONE, 0, false, MailboxHolder.PERSONAL);
    mailbox(1, "Projects/Garden", MailboxRole.NONE, 0);
    mailbox(1, "Projects/Old", MailboxRole.NONE, 0, false, MailboxHolder.PERSONAL);
    List<FolderNode> nodes = tree(Locale.ENGLISH).getFirst().children();
    assertThat(nodes).extracting(FolderNode::title).containsExactly("Projects");
    assertThat(nodes.getFirst().children()).extracting(FolderNode::title).containsExactly("Garden");
  }

  @Test
  void hiddenFoldersCanBeChosenToBeShown() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    mailbox(1, "Old", MailboxRole.NONE, 0, false, MailboxHolder.PERSONAL);
    mailbox(1, "Work", MailboxRole.NONE, 0);
    mailbox(1, "Zoo", MailboxRole.NONE, 0);
    FolderChooser chooser = new FolderChooser(mailboxes);
    assertThat(chooser.all()).extracting(Mailbox::name).containsExactly("Old", "Work", "Zoo");
    chooser.shown(chooser.all().get(0)).set(true);
    chooser.shown(chooser.all().get(1)).set(false);
    List<String> told = new ArrayList<>();
    chooser.apply((mailbox, show) -> told.add(mailbox.name() + " " + show));
    assertThat(told).containsExactly("Old true", "Work false");
  }

  @Test
  void twoAccountsShareOneInboxAtTheTop() {
    account(1, "ana@example.org");
    account(2, "ana@example.net");
    mailbox(1, "INBOX", MailboxRole.INBOX, 4);
    mailbox(2, "INBOX", MailboxRole.INBOX, 3);
    FolderNode first = tree(Locale.ENGLISH).getFirst();
    assertThat(first.title()).isEqualTo("All inboxes");
    assertThat(first.unread()).isEqualTo(7);
  }

  @Test
  void opensTheInboxFirstAndFindsFoldersWithoutAccents() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    mailbox(1, "Jardinería", MailboxRole.NONE, 0);
    FolderTreeViewModel model = model();
    model.refresh();
    assertThat(model.selectedNode()).get().extracting(FolderNode::title).isEqualTo("Inbox");
    assertThat(model.matching("jardineri"))
        .extracting(FolderNode::title)
        .containsExactly("Jardinería");
  }

  @Test
  void aSavedSearchStandsAmongTheFoldersUntilItIsRemoved() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    FolderTreeViewModel model = model();
    model.refresh();
    searches.save("from:ana\tis:unread\n");
    searches.save("from:ana is:unread");
    searches.rename("from:ana is:unread", "Ana");
    FolderNode node = model.nodesProperty().get().getFirst();
    assertThat(node.title()).isEqualTo("Ana");
    assertThat(node.target()).contains(new ListTarget.Search("from:ana is:unread", "Ana"));
    assertThat(new SavedSearches(written.getLast(), text -> {}).all()).isEqualTo(searches.all());
    searches.remove("from:ana is:unread");
    assertThat(model.nodesProperty().get())
        .singleElement()
        .isInstanceOf(FolderNode.AccountNode.class);
  }

  @Test
  void saysWhichFolderIsGoneAndGoesToTheInbox() {
    account(1, "ana@example.org");
    mailbox(1, "INBOX", MailboxRole.INBOX, 0);
    mailbox(1, "Garden", MailboxRole.NONE, 0);
    mailbox(1, "Zoo", MailboxRole.NONE, 0);
    FolderTreeViewModel model = model();
    List<String> gone = new ArrayList<>();
    model.onGone(gone::add);
    model.refresh();
    model.selectedProperty().set(model.matching("garden").getFirst().key());
    mailboxes.removeLast();
    model.refresh();
    assertThat(gone).as("another folder went").isEmpty();
    mailboxes.removeLast();
    model.refresh();
    assertThat(gone).containsExactly("Garden");
    assertThat(model.selectedNode()).get().extracting(FolderNode::title).isEqualTo("Inbox");
  }
}
