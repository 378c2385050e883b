package app.paloma.diagnosis;

import app.paloma.model.WrongInput;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.OwnReply;
import app.paloma.model.StoreFailure;
import app.paloma.security.CredentialException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/// The one place that makes words of failures: what happened, why, what to do.
public final class ErrorText {
  /// Refusals of RFC 5530 for which another password would be refused too.
  private static final Set<String> NOT_THE_PASSWORD =
      Set.of("EXPIRED", "PRIVACYREQUIRED", "AUTHORIZATIONFAILED");

  private static final Pattern APP_PASSWORD =
      Pattern.compile(
          "app(lication)?[- ]?(specific )?password|two[- ]factor|2fa|web login required|less"
              + " secure",
          Pattern.CASE_INSENSITIVE);

  /// What POP3's greeting and the answer to its login are known as.
  private static final Set<String> BEFORE_SIGN_IN = Set.of("CONNECT", "AUTH", "STLS");

  /// Paloma's own codes: the message is no server's.
  private static final Set<String> NOT_SAID = Set.of("MESSAGEGONE", "NOTSENT");

  private static final Pattern DISK_FULL =
      Pattern.compile(
          "no space left|disk quota exceeded|not enough space|disk is full",
          Pattern.CASE_INSENSITIVE);

  private ErrorText() {}

  /// @param what one sentence; `why` may be empty; `advice` what to do
  public record Explanation(String what, String why, String advice) {}

  /// @param server the host and port it is about, or the account; may be empty
  public static Explanation explain(Throwable failure, String server, Locale locale) {
    Words words = new Words(locale);
    String name = server == null || server.isBlank() ? words.get("theServer") : server;
    return sentence(explain(unwrap(failure), name, words, locale));
  }

  /// What was answered for one recipient, in plain words.
  ///
  /// @param own where no server said it
  /// @param over whether it counts as refused, though it could be tried again
  public static Explanation explainReply(
      int code, String enhanced, String text, Optional<OwnReply> own, boolean over, Locale locale) {
    return own.map(reply -> OwnReplyText.explain(reply, over, locale))
        .orElseGet(() -> explainReply(code, enhanced, text, over, locale));
  }

  /// An SMTP reply to one recipient, in plain words.
  public static Explanation explainReply(int code, String enhanced, String text, Locale locale) {
    return explainReply(code, enhanced, text, false, locale);
  }

  static Explanation explainReply(
      int code, String enhanced, String text, boolean over, Locale locale) {
    Words words = new Words(locale);
    SmtpTopic topic = SmtpTopic.about(code, enhanced, text);
    String key = "smtp." + topic.key();
    String what = words.get(key + ".what");
    String said = words.serverSays(text);
    if (SmtpTopic.temporary(code)) {
      return over
          ? new Explanation(what, said, words.get("turn.over"))
          : new Explanation(
              what, Words.join(words.get("turn.nobody"), said), words.get("turn.paloma"));
    }
    boolean fine = code >= 200 && code < 400;
    String turn = fine ? "" : words.get("turn." + topic.turn().name().toLowerCase(Locale.ROOT));
    return new Explanation(what, Words.join(turn, said), words.get(key + ".do"));
  }

  private static Explanation explain(Throwable failure, String server, Words words, Locale locale) {
    return switch (failure) {
      case MailException mail -> explainMail(mail, server, words, locale);
      case CredentialException credential ->
          simple(words, "credential." + key(credential.reason()), server);
      case StoreFailure store -> explainStore(store, failure, words);
      case CancellationException e -> simple(words, "connect.cancelled", server);
      case InterruptedException e -> simple(words, "connect.cancelled", server);
      case OutOfMemoryError e -> simple(words, "memory", server);
      case ReadOnlyFileSystemException e -> simple(words, "store.read_only", server);
      case IOException io -> explainFile(io, words);
      case WrongInput input ->
          new Explanation(
              words.get("input.what"),
              words.get("input." + input.kind(), Words.clean(input.input())),
              words.get("input.do"));
      case IllegalArgumentException input when input.getMessage() != null ->
          new Explanation(
              words.get("input.what"), Words.clean(input.getMessage()), words.get("input.do"));
      default -> {
        String message = Words.clean(failure.getMessage());
        String kind = failure.getClass().getSimpleName();
        yield new Explanation(
            words.get("unknown.what"),
            message.isEmpty() ? kind : kind + ": " + message,
            words.get("unknown.do"));
      }
    };
  }

  /// The store's own sentence is added where the reason alone does not say what it is about.
  private static Explanation explainStore(StoreFailure store, Throwable failure, Words words) {
    Explanation plain = simple(words, "store." + store.reasonKey(), "");
    String detail = Words.clean(failure.getMessage());
    boolean vague = Set.of("io", "not_found", "read_only").contains(store.reasonKey());
    return detail.isEmpty() || !vague
        ? plain
        : new Explanation(
            plain.what(), Words.join(plain.why(), words.get("broken.why", detail)), plain.advice());
  }

  private static Explanation explainMail(
      MailException failure, String server, Words words, Locale locale) {
    return switch (failure) {
      case ConnectFailed connect -> {
        Explanation plain = simple(words, "connect." + key(connect.reason()), server);
        yield connect.reason() == ConnectFailed.Reason.SERVER_CLOSED
            ? explainClosed(connect.detailCode(), connect.getMessage(), server, words)
                .orElse(
                    new Explanation(
                        plain.what(),
                        Words.join(plain.why(), words.serverSays(connect.getMessage())),
                        plain.advice()))
            : plain;
      }
      case TlsFailed tls -> {
        Explanation plain =
            simple(words, tls.isCut() ? "tls.cut" : "tls." + key(tls.reason()), server);
        boolean detail =
            tls.certificate().isPresent() || tls.reason() == TlsFailed.Reason.HANDSHAKE;
        yield detail
            ? new Explanation(
                plain.what(),
                Words.join(plain.why(), words.get("broken.why", Words.clean(tls.getMessage()))),
                plain.advice())
            : plain;
      }
      case AuthRejected auth -> explainAuth(auth, server, words);
      case CommandRejected command -> explainCommand(command, server, words, locale);
      case ProtocolBroken broken ->
          new Explanation(
              words.get("broken.what", server),
              words.get("broken.why", Words.clean(broken.getMessage())),
              words.get("broken.do"));
    };
  }

  private static Explanation explainAuth(AuthRejected auth, String server, Words words) {
    String text = auth.getMessage() == null ? "" : auth.getMessage();
    if (auth.isWithoutPassword()) {
      return new Explanation(words.get("auth.none.what", server), "", words.get("auth.none.do"));
    }
    if (auth.detailCode().equals(AuthRejected.NO_MECHANISM)) {
      return new Explanation(
          words.get("auth.method.what", server),
          words.get("broken.why", Words.clean(text)),
          words.get("auth.method.do"));
    }
    if (NOT_THE_PASSWORD.contains(auth.detailCode())) {
      String topic = "auth." + auth.detailCode().toLowerCase(Locale.ROOT);
      return new Explanation(
          words.get(topic + ".what", server), words.serverSays(text), words.get(topic + ".do"));
    }
    if (auth.detailCode().startsWith(AuthRejected.REFERRAL)) {
      String other = Words.clean(auth.detailCode().substring(AuthRejected.REFERRAL.length()));
      return new Explanation(
          words.get("auth.referral.what", server),
          words.serverSays(text),
          words.get(other.isEmpty() ? "auth.referral.do" : "auth.referral.named.do", other));
    }
    return new Explanation(
        words.get("auth.what", server),
        words.serverSays(text),
        words.get(APP_PASSWORD.matcher(text).find() ? "auth.app.do" : "auth.do"));
  }

  /// Why a server lets nobody in for now, or no longer (RFC 5530, 2449 §8.1, 3206).
  ///
  /// @return empty where the code does not say it
  private static Optional<Explanation> explainClosed(
      String detailCode, String text, String server, Words words) {
    String topic =
        switch (detailCode) {
          case MailException.TOO_MANY_CONNECTIONS -> "closed.connections";
          case "LIMIT", "THROTTLED" -> "closed.limit";
          case "INUSE", "IN-USE" -> "command.inuse";
          case "UNAVAILABLE", "SYS/TEMP" -> "closed.unavailable";
          case "CONTACTADMIN", "SYS/PERM" -> "closed.contactadmin";
          case "SERVERBUG" -> "command.serverbug";
          case "LOGIN-DELAY" -> "command.logindelay";
          default -> "";
        };
    return topic.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                words.get(topic + ".what", server),
                Words.join(words.get(topic + ".why"), words.serverSays(text)),
                words.get(topic + ".do")));
  }

  private static Explanation explainCommand(
      CommandRejected command, String server, Words words, Locale locale) {
    if (command.code() > 0) {
      return explainReply(command.code(), command.detailCode(), command.getMessage(), locale);
    }
    if (BEFORE_SIGN_IN.contains(command.command())) {
      Optional<Explanation> closed =
          explainClosed(command.detailCode(), command.getMessage(), server, words);
      if (closed.isPresent()) {
        return closed.get();
      }
    }
    String topic = "command." + topic(command.detailCode());
    String said =
        NOT_SAID.contains(command.detailCode()) ? "" : words.serverSays(command.getMessage());
    return words.has(topic + ".what")
        ? new Explanation(words.get(topic + ".what", server), said, words.get(topic + ".do"))
        : new Explanation(
            words.get("command.what", server, Words.clean(command.command())),
            said,
            words.get("command.do"));
  }

  /// IMAP's response codes (RFC 5530, 9051 §7.1) and POP3's (RFC 2449 §8, 3206).
  private static String topic(String detailCode) {
    return switch (detailCode.toUpperCase(Locale.ROOT).split(" ", 2)[0]) {
      case "OVERQUOTA" -> "overquota";
      case "NOPERM", "AUTHORIZATIONFAILED", "PRIVACYREQUIRED" -> "noperm";
      case "NONEXISTENT", "TRYCREATE" -> "nonexistent";
      // Paloma's own, for what a server shows by saying nothing.
      case "MESSAGEGONE" -> "messagegone";
      case "NOTSENT", "NOTGIVEN" -> "notsent";
      case "NOTDELETED" -> "notdeleted";
      case "ALREADYEXISTS" -> "alreadyexists";
      case "LIMIT", "TOOMANY" -> "limit";
      case "INUSE", "IN-USE" -> "inuse";
      case "UNAVAILABLE", "SYS/TEMP" -> "unavailable";
      case "TOOBIG" -> "toobig";
      case "READ-ONLY" -> "readonly";
      case "LOGIN-DELAY" -> "logindelay";
      case "SERVERBUG", "CORRUPTION", "SYS/PERM", "CONTACTADMIN" -> "serverbug";
      default -> "";
    };
  }

  private static Explanation explainFile(IOException failure, Words words) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String file =
        Words.clean(
            failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : message);
    if (DISK_FULL.matcher(message).find()) {
      return new Explanation(words.get("file.full.what"), "", words.get("file.full.do"));
    }
    String kind =
        switch (failure) {
          case AccessDeniedException e -> "denied";
          case NoSuchFileException e -> "missing";
          case FileNotFoundException e -> message.contains("ermission") ? "denied" : "missing";
          case FileAlreadyExistsException e -> "exists";
          default -> "io";
        };
    return new Explanation(
        words.get("file." + kind + ".what", file),
        kind.equals("io") ? words.get("broken.why", Words.clean(message)) : "",
        words.get("file." + kind + ".do"));
  }

  private static Explanation simple(Words words, String key, String server) {
    return words.has(key + ".what")
        ? new Explanation(
            words.get(key + ".what", server), words.get(key + ".why"), words.get(key + ".do"))
        : new Explanation(words.get("unknown.what"), key, words.get("unknown.do"));
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null
        && (inner instanceof CompletionException
            || inner instanceof ExecutionException
            || inner instanceof UncheckedIOException)) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static String key(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  /// A sentence that begins with "the server" begins with a capital all the same; a host's name
  /// stays as it is written.
  private static Explanation sentence(Explanation explanation) {
    String what = explanation.what();
    return what.startsWith("the ") || what.startsWith("el ")
        ? new Explanation(
            Character.toUpperCase(what.charAt(0)) + what.substring(1),
            explanation.why(),
            explanation.advice())
        : explanation;
  }
}
