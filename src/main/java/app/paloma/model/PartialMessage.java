package app.paloma.model;

import java.util.ArrayList;
import java.util.List;

/// A message of which the text is here and some files are not: its header and the parts that were
/// fetched, put together with empty places for the others. Never the octets of the message itself.
///
/// @param skeleton a message as RFC 5322 has it, to be read and never to be passed on
/// @param absent what is missing in it, in order
public record PartialMessage(byte[] skeleton, List<Absent> absent) {
  /// An empty place.
  ///
  /// @param offset where in the skeleton its octets would begin
  /// @param section the part's number on the server (RFC 9051 §6.4.5): `2`, `1.3`
  /// @param octets its size in its transfer encoding, as the server says; 0 where it does not
  public record Absent(int offset, String section, long octets) {}

  public PartialMessage {
    absent = List.copyOf(absent);
  }

  /// What is missing, as text for the store.
  public String absentText() {
    StringBuilder text = new StringBuilder();
    for (Absent each : absent) {
      text.append(text.isEmpty() ? "" : " ")
          .append(each.offset())
          .append(':')
          .append(each.section())
          .append(':')
          .append(each.octets());
    }
    return text.toString();
  }

  /// As `absentText` wrote it.
  public static PartialMessage of(byte[] skeleton, String absentText) {
    List<Absent> absent = new ArrayList<>();
    for (String each : absentText.isEmpty() ? new String[0] : absentText.split(" ", -1)) {
      String[] fields = each.split(":", 3);
      absent.add(new Absent(Integer.parseInt(fields[0]), fields[1], Long.parseLong(fields[2])));
    }
    return new PartialMessage(skeleton, absent);
  }
}
