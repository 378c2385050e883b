package app.paloma.protocol.imap.types;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What to fetch of each message. UID always comes along.
///
/// @param changedSince only messages with a higher mod-sequence (CONDSTORE), or -1
/// @param vanished also what was expunged since then (QRESYNC); it comes to the listener
/// @param sink where literals of more than `sinkAbove` octets go; null keeps them in memory
public record FetchRequest(
    Set<FetchAttribute> attributes,
    List<Section> sections,
    long changedSince,
    boolean vanished,
    LiteralSink sink,
    long sinkAbove) {
  public FetchRequest {
    attributes = Set.copyOf(attributes);
    sections = List.copyOf(sections);
  }

  public static FetchRequest of(FetchAttribute... attributes) {
    EnumSet<FetchAttribute> all = EnumSet.noneOf(FetchAttribute.class);
    all.addAll(Arrays.asList(attributes));
    return new FetchRequest(all, List.of(), -1, false, null, 0);
  }

  public FetchRequest and(FetchAttribute attribute) {
    EnumSet<FetchAttribute> all = EnumSet.of(attribute);
    all.addAll(attributes);
    return new FetchRequest(all, sections, changedSince, vanished, sink, sinkAbove);
  }

  public FetchRequest with(Section... more) {
    return new FetchRequest(attributes, List.of(more), changedSince, vanished, sink, sinkAbove);
  }

  public FetchRequest changedSince(long modSeq, boolean alsoVanished) {
    return new FetchRequest(attributes, sections, modSeq, alsoVanished, sink, sinkAbove);
  }

  public FetchRequest sinkAbove(long octets, LiteralSink to) {
    return new FetchRequest(attributes, sections, changedSince, vanished, to, octets);
  }
}
