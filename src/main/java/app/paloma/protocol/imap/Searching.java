package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.codec.SearchKeyWriter;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.UidSet;

/// UID SEARCH: compact with ESEARCH (RFC 9051 §6.4.4), plain where the server does not answer so.
final class Searching {
  private final ImapSession session;

  Searching(ImapSession session) {
    this.session = session;
  }

  UidSet search(SearchKey key) throws MailException {
    boolean charset = SearchKeyWriter.needsCharset(key) && !session.utf8();
    try {
      return search(key, charset && !session.shows(Quirk.CHARSET_REFUSED));
    } catch (CommandRejected e) {
      if (!charset || session.shows(Quirk.CHARSET_REFUSED)) {
        throw e;
      }
      UidSet found = search(key, false);
      session.noticed(Quirk.CHARSET_REFUSED);
      return found;
    }
  }

  private UidSet search(SearchKey key, boolean charset) throws MailException {
    if (session.has("ESEARCH") && !session.shows(Quirk.ESEARCH_UNANSWERED)) {
      Found found = execute("UID SEARCH RETURN (ALL)", key, charset);
      if (found.answered) {
        return found.uids;
      }
      session.noticed(Quirk.ESEARCH_UNANSWERED);
    }
    return execute("UID SEARCH", key, charset).uids;
  }

  private Found execute(String start, SearchKey key, boolean charset) throws MailException {
    CommandWriter command = session.writer().raw(start + (charset ? " CHARSET UTF-8 " : " "));
    Found found = new Found();
    session.execute("SEARCH", SearchKeyWriter.program(key, command), found);
    return found;
  }

  private static final class Found implements ImapSession.Taker {
    private UidSet uids = UidSet.EMPTY;
    private boolean answered;

    @Override
    public boolean take(Response response) {
      switch (response) {
        case Response.ESearchData data -> uids = uids.plus(data.all());
        case Response.SearchData data -> uids = uids.plus(data.numbers());
        default -> {
          return false;
        }
      }
      answered = true;
      return true;
    }
  }
}
