package app.paloma.protocol.imap.types;

import app.paloma.model.Flags;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One FETCH response (RFC 9051 §7.5.2): only what the server sent is there, the rest is null or
/// -1.
///
/// @param sequence the message's number at this moment
/// @param uid 0 where the server did not say
/// @param sections in the order in which they came
public record FetchData(
    long sequence,
    long uid,
    Flags flags,
    long modSeq,
    Instant internalDate,
    long size,
    Envelope envelope,
    BodyStructure bodyStructure,
    List<SectionData> sections,
    Extras extras) {

  /// @param offset the first octet for a partial answer, else -1
  public record SectionData(boolean binary, String spec, long offset, SectionContent content) {}

  /// The rarely used rest; null where not told.
  ///
  /// @param gmailId 0 where not told
  public record Extras(
      String emailId,
      String threadId,
      Instant saveDate,
      String preview,
      long gmailId,
      long gmailThread,
      List<String> gmailLabels) {
    public static final Extras NONE = new Extras(null, null, null, null, 0, 0, null);
  }

  /// The same with what `other` tells of the message and this does not: some servers answer one
  /// FETCH in several responses.
  public FetchData completedBy(FetchData other) {
    return new FetchData(
        sequence,
        uid,
        flags == null ? other.flags : flags,
        modSeq < 0 ? other.modSeq : modSeq,
        internalDate == null ? other.internalDate : internalDate,
        size < 0 ? other.size : size,
        envelope == null ? other.envelope : envelope,
        bodyStructure == null ? other.bodyStructure : bodyStructure,
        sections.isEmpty() ? other.sections : sections,
        extras.equals(Extras.NONE) ? other.extras : extras);
  }

  /// RFC 8970; empty where it was not told.
  public String preview() {
    return extras.preview == null ? "" : extras.preview;
  }

  public FetchData withUid(long newUid) {
    return new FetchData(
        sequence,
        newUid,
        flags,
        modSeq,
        internalDate,
        size,
        envelope,
        bodyStructure,
        sections,
        extras);
  }

  /// The content of the section with these words in its brackets.
  public Optional<SectionContent> section(String spec) {
    for (SectionData section : sections) {
      if (section.spec().equalsIgnoreCase(spec)) {
        return Optional.of(section.content());
      }
    }
    return Optional.empty();
  }

  /// The octets from `offset` on, at most `count`, of the one section that was asked for so. What a
  /// server sent that knows no ranges and sends all is cut.
  ///
  /// @return empty where another range came, or none
  public Optional<byte[]> range(long offset, long count) {
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    long told = sections.getFirst().offset();
    Optional<byte[]> came = octets(sections.getFirst().spec());
    if (told >= 0 && told != offset && told != 0) {
      return Optional.empty();
    }
    return came.map(octets -> {
      boolean all = told < 0 ? octets.length > count : told != offset;
      long from = all ? Math.min(offset, octets.length) : 0;
      long to = Math.min(from + count, octets.length);
      return to - from == octets.length ? octets : Arrays.copyOfRange(octets, (int) from, (int) to);
    });
  }

  /// The octets of the section, when they are in memory.
  public Optional<byte[]> octets(String spec) {
    return section(spec)
        .filter(SectionContent.Octets.class::isInstance)
        .map(content -> ((SectionContent.Octets) content).octets());
  }
}
