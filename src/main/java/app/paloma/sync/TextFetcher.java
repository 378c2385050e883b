package app.paloma.sync;

import app.paloma.mime.MessageSkeleton;
import app.paloma.mime.MessageSkeleton.Piece;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MessageSummary;
import app.paloma.model.PartialMessage;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.BodyStructure;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings the text of a message of the selected mailbox without the files that come with it (RFC
/// 9051 §6.4.5: BODYSTRUCTURE, then the parts to be read). Pictures inside the text and whatever is
/// small come along.
final class TextFetcher {
  /// Where less than this would stay on the server the whole message is fetched.
  private static final long WORTH = 128 << 10;

  private static final long TEXT = 4 << 20;
  private static final long PICTURE = 1 << 20;
  private static final long SMALL = 48 << 10;
  private static final long MOST = 12 << 20;
  private static final int PARTS = 200;

  private final SyncContext context;
  private final ImapClient client;
  private final Set<String> wanted = new HashSet<>();
  private final List<Section> sections = new ArrayList<>();
  private long here;
  private long there;
  private boolean whole;

  TextFetcher(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// @return false where the whole message must be fetched: it is hardly more than its text, or the
  ///   server cannot tell its parts
  boolean fetch(MessageSummary message) throws MailException {
    Optional<BodyStructure> structure = structure(message.uid());
    if (structure.isEmpty() || structure.get() instanceof BodyStructure.Message) {
      return false;
    }
    choose(structure.get(), false);
    if (structure.get() instanceof BodyStructure.Single single) {
      // Its header is that of the message.
      sections.remove(Section.mime(single.number()));
    }
    if (whole || there < WORTH || here > MOST || sections.size() > PARTS) {
      return false;
    }
    Map<String, byte[]> octets = octets(message.uid());
    Optional<PartialMessage> partial =
        octets.containsKey("HEADER")
            ? piece(structure.get(), octets.get("HEADER"), octets).flatMap(MessageSkeleton::of)
            : Optional.empty();
    if (partial.isEmpty()) {
      return false;
    }
    context
        .store()
        .contents()
        .keepPartial(
            message.id(), partial.get(), context.reader().index(partial.get().skeleton(), true));
    return true;
  }

  private Optional<BodyStructure> structure(long uid) throws MailException {
    BodyStructure[] told = new BodyStructure[1];
    try {
      client.fetch(
          UidSet.of(uid),
          FetchRequest.of(FetchAttribute.BODYSTRUCTURE),
          data -> {
            if (data.uid() == uid && data.bodyStructure() != null) {
              told[0] = data.bodyStructure();
            }
          });
    } catch (CommandRejected e) {
      // A server that cannot take this message apart may well send it as it is.
      return Optional.empty();
    }
    return Optional.ofNullable(told[0]);
  }

  /// @param related whether it stands beside a text that may show it (RFC 2387)
  private void choose(BodyStructure part, boolean related) {
    switch (part) {
      case BodyStructure.Multipart multipart -> {
        boolean together = multipart.mediaType().equals("multipart/related");
        if (!multipart.number().isEmpty()) {
          sections.add(Section.mime(multipart.number()));
        }
        whole |= multipart.parts().isEmpty();
        multipart.parts().forEach(p -> choose(p, together));
      }
      case BodyStructure.Single single -> {
        boolean attached = "attachment".equals(single.extension().disposition());
        String type = single.mediaType();
        boolean text = type.startsWith("text/") && !attached;
        // What Outlook puts there holds the text, too.
        whole |= text && single.octets() > TEXT || isTnef(single);
        choose(
            single.number(),
            single.octets(),
            text || related && type.startsWith("image/") && single.octets() <= PICTURE);
      }
      case BodyStructure.Message message -> choose(message.number(), message.octets(), false);
    }
  }

  private void choose(String number, long octets, boolean read) {
    sections.add(Section.mime(number));
    if (read || octets > 0 && octets <= SMALL) {
      wanted.add(number);
      sections.add(Section.part(number));
      here += octets;
    } else {
      there += octets;
    }
  }

  private static boolean isTnef(BodyStructure.Single part) {
    return part.mediaType().endsWith("/ms-tnef") || part.mediaType().endsWith("/vnd.ms-tnef");
  }

  private Map<String, byte[]> octets(long uid) throws MailException {
    List<Section> asked = new ArrayList<>();
    asked.add(Section.header());
    asked.addAll(sections);
    Map<String, byte[]> octets = new HashMap<>();
    client.fetch(
        UidSet.of(uid),
        FetchRequest.of().with(asked.toArray(Section[]::new)),
        data -> {
          if (data.uid() == uid) {
            for (FetchData.SectionData section : data.sections()) {
              String spec = section.spec().toUpperCase(Locale.ROOT);
              data.octets(section.spec()).ifPresent(o -> octets.put(spec, o));
            }
          }
        });
    return octets;
  }

  private Optional<Piece> piece(BodyStructure part, byte[] header, Map<String, byte[]> octets) {
    return switch (part) {
      case BodyStructure.Multipart multipart -> {
        List<Piece> pieces = new ArrayList<>();
        for (BodyStructure each : multipart.parts()) {
          byte[] mime = octets.get(each.number() + ".MIME");
          Optional<Piece> piece = mime == null ? Optional.empty() : piece(each, mime, octets);
          if (piece.isEmpty()) {
            yield Optional.empty();
          }
          pieces.add(piece.get());
        }
        yield Optional.of(new MessageSkeleton.Multipart(header, pieces));
      }
      case BodyStructure.Single single ->
          leaf(single.number(), single.mediaType(), single.octets(), header, octets);
      case BodyStructure.Message message ->
          leaf(message.number(), message.mediaType(), message.octets(), header, octets);
    };
  }

  private Optional<Piece> leaf(
      String number, String mediaType, long size, byte[] header, Map<String, byte[]> octets) {
    byte[] body = wanted.contains(number) ? octets.get(number) : null;
    boolean missing = wanted.contains(number) && (body == null || body.length == 0 && size > 0);
    return missing
        ? Optional.empty()
        : Optional.of(new MessageSkeleton.Leaf(header, number, mediaType, body, size));
  }
}
