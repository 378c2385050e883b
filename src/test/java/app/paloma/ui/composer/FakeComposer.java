package app.paloma.ui.composer;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.MailProtocol;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.ServerSettings;
import app.paloma.model.SubmissionOffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A store, an outbox and an address book in memory.
public final class FakeComposer implements ComposerServices {
  public final List<Account> accounts = new ArrayList<>();
  public final List<Address> contacts = new ArrayList<>();
  public final Map<DraftId, Draft> drafts = new LinkedHashMap<>();
  public final Map<Long, byte[]> files = new LinkedHashMap<>();
  public final List<MessageId> serverCopies = new ArrayList<>();
  public final List<Draft> sent = new ArrayList<>();
  public final List<Instant> notBefore = new ArrayList<>();
  public final List<Instant> heldUntil = new ArrayList<>();
  Set<SubmissionOffer> offers = Set.of(SubmissionOffer.DSN);
  public RuntimeException sendFails;
  public boolean late;
  public OptionalLong limit = OptionalLong.empty();
  private long next = 1;

  public FakeComposer() {
    accounts.add(account(1, "Inés Soto", "ines@ejemplo.cl", "Inés Soto\nTaller de cartografía"));
    accounts.add(account(2, "Inés", "ines@work.example", "Inés · Maps & Co."));
    contacts.add(new Address("Ana Paredes", "ana@example.org"));
    contacts.add(new Address("Anselm Ortiz", "anselm.ortiz@example.org"));
    contacts.add(new Address("Ana María Vidal", "amvidal@uni.example"));
    contacts.add(new Address("", "anuncios@lista.example"));
  }

  static Account account(long id, String name, String email, String signature) {
    ServerSettings in =
        new ServerSettings(
            MailProtocol.IMAP, "imap.ejemplo.cl", 993, ConnectionSecurity.TLS, email, "");
    ServerSettings out =
        new ServerSettings(
            MailProtocol.SMTP, "smtp.ejemplo.cl", 465, ConnectionSecurity.TLS, email, "");
    Account a = Account.unsaved(email, name, in, out);
    return new Account(
        new AccountId(id),
        email,
        name,
        in,
        out,
        a.leaveOnServer(),
        a.caPem(),
        a.sentCopy(),
        signature);
  }

  /// A new message from the first account.
  public Draft empty() {
    return new Draft(
        new DraftId(0),
        accounts.getFirst().id(),
        accounts.getFirst().address(),
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        Optional.empty(),
        List.of(),
        "",
        List.of(),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }

  @Override
  public List<Account> accounts() {
    return List.copyOf(accounts);
  }

  @Override
  public List<Address> complete(String prefix, int limit) {
    String p = prefix.toLowerCase(Locale.ROOT);
    return contacts.stream()
        .filter(a ->
            a.name().toLowerCase(Locale.ROOT).startsWith(p)
                || a.email().toLowerCase(Locale.ROOT).startsWith(p))
        .limit(limit)
        .toList();
  }

  @Override
  public Draft save(Draft draft) {
    DraftId id = draft.id().value() == 0 ? new DraftId(next++) : draft.id();
    Draft saved = DraftParts.withIdentity(draft, id, draft.serverCopy(), draft.modified());
    drafts.put(id, saved);
    return saved;
  }

  @Override
  public Draft file(Draft draft) {
    MessageId copy = new MessageId(next++);
    serverCopies.add(copy);
    draft.serverCopy().ifPresent(serverCopies::remove);
    Draft saved = save(draft);
    Draft filed = DraftParts.withIdentity(saved, saved.id(), Optional.of(copy), saved.modified());
    drafts.put(filed.id(), filed);
    return filed;
  }

  @Override
  public void discard(Draft draft) {
    draft.serverCopy().ifPresent(serverCopies::remove);
    drafts.remove(draft.id());
  }

  @Override
  public DraftAttachment attach(
      DraftId draft, String name, String type, InputStream octets, boolean inline, String cid) {
    try {
      byte[] all = octets.readAllBytes();
      DraftAttachment file = new DraftAttachment(next++, name, type, all.length, inline, cid);
      files.put(file.id(), all);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(DraftAttachment attachment) {
    return new ByteArrayInputStream(files.get(attachment.id()));
  }

  @Override
  public void detach(DraftId draft, DraftAttachment attachment) {
    files.remove(attachment.id());
  }

  @Override
  public OutboxId send(Draft draft, Instant when, Instant until) {
    if (sendFails != null) {
      throw sendFails;
    }
    sent.add(draft);
    notBefore.add(when);
    heldUntil.add(until);
    draft.serverCopy().ifPresent(serverCopies::remove);
    return new OutboxId(next++);
  }

  @Override
  public boolean takeBack(OutboxId id) {
    return !late;
  }

  @Override
  public OptionalLong sizeLimit(AccountId account) {
    return limit;
  }

  @Override
  public Set<SubmissionOffer> offers(AccountId account) {
    return offers;
  }

  @Override
  public String clean(String html) {
    return html;
  }

  @Override
  public String toText(String html) {
    return html.replaceAll("<[^>]*>", "");
  }

  @Override
  public ErrorText.Explanation explain(Throwable failure, Locale locale) {
    return new ErrorText.Explanation("It failed.", String.valueOf(failure.getMessage()), "");
  }
}
