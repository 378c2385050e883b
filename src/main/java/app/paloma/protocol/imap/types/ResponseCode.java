package app.paloma.protocol.imap.types;

import app.paloma.model.Flags;
import java.util.List;

/// What stands in brackets before a status text (RFC 9051 §7.1, RFC 5530, 4315, 7162, 8474).
public sealed interface ResponseCode {
  /// There was none.
  record None() implements ResponseCode {}

  /// A code whose name says all, or that nobody here knows: `READ-ONLY`, `OVERQUOTA`.
  ///
  /// @param name in capitals
  /// @param arguments as written; empty for none
  record Named(String name, String arguments) implements ResponseCode {}

  record CapabilityCode(Capabilities capabilities) implements ResponseCode {}

  record PermanentFlags(Flags flags, boolean newKeywords) implements ResponseCode {}

  record UidNext(long uid) implements ResponseCode {}

  record UidValidityCode(long value) implements ResponseCode {}

  record HighestModSeq(long value) implements ResponseCode {}

  record AppendUidCode(long uidValidity, UidSet uids) implements ResponseCode {}

  record CopyUid(UidMapping mapping) implements ResponseCode {}

  record Modified(UidSet uids) implements ResponseCode {}

  record MailboxIdCode(String id) implements ResponseCode {}

  record BadCharset(List<String> charsets) implements ResponseCode {}

  static ResponseCode none() {
    return new None();
  }

  /// The name in capitals; empty for none.
  default String name() {
    return switch (this) {
      case None() -> "";
      case Named(String name, String ignored) -> name;
      case CapabilityCode ignored -> "CAPABILITY";
      case PermanentFlags ignored -> "PERMANENTFLAGS";
      case UidNext ignored -> "UIDNEXT";
      case UidValidityCode ignored -> "UIDVALIDITY";
      case HighestModSeq ignored -> "HIGHESTMODSEQ";
      case AppendUidCode ignored -> "APPENDUID";
      case CopyUid ignored -> "COPYUID";
      case Modified ignored -> "MODIFIED";
      case MailboxIdCode ignored -> "MAILBOXID";
      case BadCharset ignored -> "BADCHARSET";
    };
  }

  default boolean is(String name) {
    return name().equals(name);
  }
}
