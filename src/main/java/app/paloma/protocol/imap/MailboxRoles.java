package app.paloma.protocol.imap;

import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.types.MailboxName;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a mailbox is for: by its attribute (RFC 6154, and Gmail's older ones), else by a name that
/// clients and servers commonly give.
final class MailboxRoles {
  private static final Map<String, MailboxRole> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("\\all", MailboxRole.ALL),
          Map.entry("\\allmail", MailboxRole.ALL),
          Map.entry("\\archive", MailboxRole.ARCHIVE),
          Map.entry("\\drafts", MailboxRole.DRAFTS),
          Map.entry("\\flagged", MailboxRole.FLAGGED),
          Map.entry("\\starred", MailboxRole.FLAGGED),
          Map.entry("\\junk", MailboxRole.JUNK),
          Map.entry("\\spam", MailboxRole.JUNK),
          Map.entry("\\sent", MailboxRole.SENT),
          Map.entry("\\trash", MailboxRole.TRASH),
          Map.entry("\\inbox", MailboxRole.INBOX));

  private static final Map<String, MailboxRole> NAMES = new HashMap<>();

  static {
    names(
        MailboxRole.SENT,
        "sent|sent items|sent messages|sent mail|sent-mail|sent objects|enviados|enviado|"
            + "elementos enviados|correo enviado|mensajes enviados|gesendet|gesendete objekte|"
            + "gesendete elemente|gesendete nachrichten|envoyes|elements envoyes|"
            + "messages envoyes|objets envoyes|itens enviados|mensagens enviadas|"
            + "e-mails enviados|inviata|posta inviata|inviati|elementi inviati|messaggi inviati|"
            + "verzonden|verzonden items|skickat|skickade|sendt|wyslane|odeslane|"
            + "отправленные|已发送|已發送|送信済み");
    names(
        MailboxRole.DRAFTS,
        "drafts|draft|borradores|borrador|entwurfe|entwurf|brouillons|brouillon|rascunhos|"
            + "rascunho|bozze|bozza|concepten|utkast|kladder|szkice|koncepty|черновики|草稿|"
            + "草稿箱|下書き");
    names(
        MailboxRole.TRASH,
        "trash|deleted|deleted items|deleted messages|bin|papelera|papelera de reciclaje|"
            + "elementos eliminados|eliminados|mensajes eliminados|papierkorb|"
            + "geloschte objekte|geloschte elemente|geloscht|geloschte nachrichten|corbeille|"
            + "elements supprimes|messages supprimes|supprimes|lixo|lixeira|itens excluidos|"
            + "itens eliminados|mensagens excluidas|cestino|posta eliminata|"
            + "elementi eliminati|eliminata|prullenbak|verwijderde items|papperskorgen|"
            + "papirkurv|kosz|kos|корзина|удаленные|удалённые|已删除|垃圾桶|ゴミ箱");
    names(
        MailboxRole.JUNK,
        "junk|junk mail|junk e-mail|junk email|spam|bulk|bulk mail|correo no deseado|"
            + "no deseado|basura|spamverdacht|unerwunscht|unerwunschte werbung|"
            + "indesirables|courrier indesirable|pourriel|pourriels|lixo eletronico|"
            + "correio eletronico nao solicitado|lixo electronico|posta indesiderata|"
            + "indesiderata|ongewenste e-mail|skrappost|nevyzadana posta|спам|垃圾邮件|"
            + "迷惑メール");
    names(
        MailboxRole.ARCHIVE,
        "archive|archives|archiv|archivo|archivos|archivados|archivado|archiv-ordner|"
            + "archivierte elemente|arquivo|arquivos|arquivados|archivio|archiviati|"
            + "archief|arkiv|archiwum|архив|归档|アーカイブ");
  }

  private MailboxRoles() {}

  private static void names(MailboxRole role, String names) {
    for (String name : names.split("\\|")) {
      NAMES.put(plain(name), role);
    }
  }

  static MailboxRole ofAttributes(MailboxName name, Set<String> attributes) {
    if (name.isInbox()) {
      return MailboxRole.INBOX;
    }
    for (String attribute : attributes) {
      MailboxRole role = ATTRIBUTES.get(attribute);
      if (role != null) {
        return role;
      }
    }
    return MailboxRole.NONE;
  }

  /// By the last part of the name; only for mailboxes at the top or right below INBOX or a
  /// provider's own folder, so that `Projects/Old/Archive` stays what it is.
  static MailboxRole ofName(MailboxName name, char delimiter) {
    String full = name.name();
    int cut = delimiter == 0 ? -1 : full.lastIndexOf(delimiter);
    String parent = cut < 0 ? "" : full.substring(0, cut);
    boolean near =
        parent.isEmpty()
            || parent.equalsIgnoreCase("INBOX")
            || parent.equals("[Gmail]")
            || parent.equals("[Google Mail]");
    return near
        ? NAMES.getOrDefault(plain(full.substring(cut + 1)), MailboxRole.NONE)
        : MailboxRole.NONE;
  }

  /// Without case and accents.
  private static String plain(String name) {
    return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "");
  }
}
