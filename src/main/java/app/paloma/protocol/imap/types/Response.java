package app.paloma.protocol.imap.types;

import app.paloma.model.Flags;
import app.paloma.model.MailboxRights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One response of the server (RFC 9051 §7). What nobody here knows, or what is malformed, is
/// [Unknown]: a value, not an error.
public sealed interface Response {
  /// How a command ended or what a status says.
  enum Condition {
    OK,
    NO,
    BAD,
    PREAUTH,
    BYE
  }

  record Tagged(String tag, Condition condition, ResponseCode code, String text)
      implements Response {}

  record Status(Condition condition, ResponseCode code, String text) implements Response {}

  record Continuation(String text) implements Response {}

  record CapabilityData(Capabilities capabilities) implements Response {}

  record EnabledData(List<String> capabilities) implements Response {}

  record FlagsData(Flags flags) implements Response {}

  /// LIST or LSUB.
  record ListData(
      boolean lsub,
      Set<String> attributes,
      char delimiter,
      MailboxName name,
      Optional<MailboxName> oldName)
      implements Response {}

  record StatusData(MailboxName mailbox, MailboxStatus status) implements Response {}

  record SearchData(UidSet numbers, long modSeq) implements Response {}

  /// @param min 0 where not told; likewise max, count (-1) and modSeq (-1)
  record ESearchData(
      String tag,
      boolean uid,
      UidSet all,
      UidSet partial,
      long min,
      long max,
      long count,
      long modSeq)
      implements Response {}

  /// In the order asked for.
  record SortData(List<Long> numbers) implements Response {}

  record ThreadData(List<ThreadNode> threads) implements Response {}

  /// @param number 0 for a message that is missing
  record ThreadNode(long number, List<ThreadNode> replies) {}

  record Exists(long messages) implements Response {}

  record Recent(long messages) implements Response {}

  record Expunge(long sequence) implements Response {}

  record Vanished(boolean earlier, UidSet uids) implements Response {}

  record Fetch(FetchData data) implements Response {}

  record NamespaceData(Namespaces namespaces) implements Response {}

  record IdData(Map<String, String> fields) implements Response {}

  record QuotaData(Quota quota) implements Response {}

  record QuotaRootData(MailboxName mailbox, List<String> roots) implements Response {}

  record AclData(MailboxName mailbox, Map<String, MailboxRights> rights) implements Response {}

  record MyRightsData(MailboxName mailbox, MailboxRights rights) implements Response {}

  /// @param keyword what kind it seemed to be, in capitals; may be empty
  /// @param problem why it was not understood
  /// @param malformed false for a kind of response that is merely not known here
  record Unknown(String keyword, String problem, boolean malformed) implements Response {}
}
