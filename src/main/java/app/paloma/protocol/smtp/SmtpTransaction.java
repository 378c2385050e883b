package app.paloma.protocol.smtp;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.OwnReply;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MailTransaction.ForwardPath;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import app.paloma.protocol.transport.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// MAIL, RCPT, DATA or BDAT, once (RFC 5321 §3.3), as few writes and round trips as the server
/// allows: with PIPELINING (RFC 2920) the envelope is one group, the content another.
final class SmtpTransaction {
  private static final int BLOCK = 32 * 1024;
  private static final int MIN_BLOCK = 1024;
  private static final int CHUNK = 256 * 1024;

  /// Commands in one group: few enough that neither side's socket buffer fills with what the other
  /// does not read yet.
  private static final int GROUP = 100;

  private final SmtpClient client;
  private final Connection connection;
  private final SmtpTimeouts timeouts;
  private final MailTransaction transaction;
  private final EnvelopeCommands envelope;
  private final boolean pipelining;
  private final boolean binary;
  private final ArrayList<RecipientReply> refusedHere = new ArrayList<>();
  private final ArrayList<ForwardPath> asked = new ArrayList<>();
  private final ArrayList<String> commands = new ArrayList<>();
  private TransactionListener listener = TransactionListener.NONE;
  private boolean envelopeSent;

  /// What the server said so far.
  private SmtpReply mailReply;

  private final ArrayList<RecipientReply> replies = new ArrayList<>();
  private boolean isAtContent;

  SmtpTransaction(
      SmtpClient client,
      Connection connection,
      SmtpTimeouts timeouts,
      MailTransaction transaction) {
    this.client = client;
    this.connection = connection;
    this.timeouts = timeouts;
    this.transaction = transaction;
    this.pipelining = client.keywords().has("PIPELINING");
    this.binary = transaction.body() == Body.BINARY && carriesBinary(client.keywords());
    this.envelope = new EnvelopeCommands(client.keywords(), client.isSecure(), transaction);
  }

  /// BINARYMIME needs CHUNKING (RFC 3030 §3).
  static boolean carriesBinary(EhloKeywords keywords) {
    return keywords.has("BINARYMIME") && keywords.has("CHUNKING");
  }

  MailTransaction transaction() {
    return transaction;
  }

  TransactionResult run(MessageSource source, TransactionListener told)
      throws MailException, IOException {
    listener = told;
    if (!envelopeSent) {
      Optional<SmtpReply> refusal = envelope.refusal();
      if (refusal.isPresent()) {
        mailReply = refusal.get();
        addRefused(transaction.forwardPaths());
        return result(Optional.empty());
      }
      sortRecipients();
    }
    if (asked.isEmpty()) {
      // No server need hear of it.
      mailReply = SmtpReply.of(250, List.of(""));
      return result(Optional.empty());
    }
    connection.setReadTimeout(timeouts.command());
    try {
      return pipelining ? pipelined(source) : oneByOne(source);
    } catch (ConnectFailed e) {
      if (isAtContent || client.isShared() || !isRefused()) {
        throw e;
      }
      client.close();
      return withoutRefused();
    }
  }

  private boolean isRefused() {
    return mailReply != null
        && (!mailReply.isPositive()
            || replies.stream().anyMatch(reply -> reply.outcome() != Outcome.ACCEPTED));
  }

  /// The server ended the connection when it had refused something, as some do each time: that was
  /// its answer. Whom it did not refuse is for the next one.
  private TransactionResult withoutRefused() {
    replies.replaceAll(reply ->
        reply.outcome() == Outcome.ACCEPTED
            ? new RecipientReply(reply.address(), Outcome.NEXT_TRANSACTION, reply.reply())
            : reply);
    List<ForwardPath> unasked = asked.subList(replies.size(), asked.size());
    if (mailReply.isPositive()) {
      unasked.forEach(path ->
          replies.add(new RecipientReply(path.address(), Outcome.NEXT_TRANSACTION, mailReply)));
    } else {
      addRefused(unasked);
    }
    return result(Optional.empty());
  }

  /// Puts the envelope behind the end of another message's content, in the same write (RFC 2920
  /// §3.1 lets a new group begin there), where it is one group.
  ///
  /// @return whether it did
  boolean follow() throws MailException {
    if (binary || envelope.refusal().isPresent()) {
      return false;
    }
    sortRecipients();
    if (asked.isEmpty() || asked.size() > GROUP) {
      refusedHere.clear();
      asked.clear();
      commands.clear();
      return false;
    }
    StringBuilder group = new StringBuilder(envelope.mail()).append("\r\n");
    commands.forEach(command -> group.append(command).append("\r\n"));
    client.write(group.append("DATA\r\n").toString());
    envelopeSent = true;
    return true;
  }

  /// Whom the server is asked about, and who is refused or put off without asking.
  private void sortRecipients() {
    int max = client.keywords().maxRecipients().orElse(Integer.MAX_VALUE);
    int maxDomains = client.keywords().maxDomains().orElse(Integer.MAX_VALUE);
    HashSet<String> domains = new HashSet<>();
    for (ForwardPath path : transaction.forwardPaths()) {
      Optional<SmtpReply> here = envelope.refusal(path);
      if (here.isPresent()) {
        refusedHere.add(new RecipientReply(path.address(), Outcome.REJECTED, here.get()));
      } else if (asked.size() == max || !EnvelopeCommands.isAmong(domains, maxDomains, path)) {
        String taken = Integer.toString(asked.size());
        refusedHere.add(
            new RecipientReply(
                path.address(),
                Outcome.NEXT_TRANSACTION,
                SmtpReply.of(new OwnReply(OwnReply.Kind.RECIPIENTS_AT_A_TIME, taken))));
      } else {
        commands.add(envelope.rcpt(path));
        asked.add(path);
      }
    }
  }

  private void addRefused(List<ForwardPath> paths) {
    paths.forEach(path -> replies.add(RecipientReply.of(path.address(), mailReply, 0, List.of())));
  }

  private TransactionResult oneByOne(MessageSource source) throws MailException, IOException {
    if (client.takeEnvelopeOpen()) {
      client.command("RSET");
    }
    SmtpReply mail = expected("MAIL", client.command(envelope.mail()));
    client.requireOwnAnswer(mail);
    mailReply = mail;
    if (!mailReply.isPositive()) {
      addRefused(asked);
      return result(Optional.empty());
    }
    int accepted = 0;
    for (int i = 0; i < asked.size(); i++) {
      client.write(commands.get(i) + "\r\n");
      connection.flush();
      SmtpReply reply = recipientReply();
      replies.add(RecipientReply.of(asked.get(i).address(), reply, accepted, replies));
      accepted += reply.isPositive() ? 1 : 0;
    }
    if (accepted == 0) {
      client.leaveEnvelopeOpen();
      return result(Optional.empty());
    }
    if (binary) {
      tellRefused();
      return result(Optional.of(chunks(source)));
    }
    connection.setReadTimeout(timeouts.dataInitiation());
    SmtpReply go = client.command("DATA");
    return result(Optional.of(content(go, source)));
  }

  private TransactionResult pipelined(MessageSource source) throws MailException, IOException {
    boolean reset = !envelopeSent && client.takeEnvelopeOpen();
    StringBuilder group = new StringBuilder(reset ? "RSET\r\n" : "");
    if (!envelopeSent) {
      group.append(envelope.mail()).append("\r\n");
    }
    int accepted = 0;
    boolean named = false;
    for (int from = 0; from < asked.size(); from += GROUP) {
      int to = Math.min(asked.size(), from + GROUP);
      boolean last = to == asked.size();
      if (!envelopeSent) {
        commands.subList(from, to).forEach(command -> group.append(command).append("\r\n"));
        if (last && !binary) {
          group.append("DATA\r\n");
        }
        client.write(group.toString());
        connection.flush();
        group.setLength(0);
      }
      if (mailReply == null) {
        if (reset) {
          client.reply();
        }
        SmtpReply mail = expected("MAIL", client.reply());
        client.requireOwnAnswer(mail);
        mailReply = mail;
      }
      for (ForwardPath path : asked.subList(from, to)) {
        SmtpReply reply = recipientReply();
        // After a refused MAIL the server can only answer 503 to the rest: MAIL's reply says why.
        boolean taken = mailReply.isPositive() && reply.isPositive();
        SmtpReply said = mailReply.isPositive() ? reply : mailReply;
        replies.add(RecipientReply.of(path.address(), said, accepted, replies));
        accepted += taken ? 1 : 0;
        named |= reply.isPositive();
      }
      if (!mailReply.isPositive() && !last) {
        addRefused(asked.subList(to, asked.size()));
        client.leaveEnvelopeOpen();
        return result(Optional.empty());
      }
    }
    if (binary) {
      if (accepted == 0) {
        client.leaveEnvelopeOpen();
        return result(Optional.empty());
      }
      tellRefused();
      return result(Optional.of(chunks(source)));
    }
    connection.setReadTimeout(timeouts.dataInitiation());
    SmtpReply go = client.reply();
    if (accepted > 0) {
      return result(Optional.of(content(go, source)));
    }
    if (go.isPositive()) {
      // Some reply before was none of these commands': what was refused nobody knows.
      throw new ProtocolBroken("the server answers DATA with " + go);
    }
    if (go.isIntermediate() && named) {
      // It refused MAIL and took recipients all the same: an empty message would reach them.
      client.close();
    } else if (go.isIntermediate()) {
      // 354 with nobody to receive it: an empty message ends the state (RFC 2920 §3.1).
      client.command(".");
    }
    client.leaveEnvelopeOpen();
    return result(Optional.empty());
  }

  /// 421 is told to one of several, perhaps each time; to the only one it is the connection's end,
  /// as to any command.
  private SmtpReply recipientReply() throws MailException {
    SmtpReply reply = expected("RCPT", SmtpReplyReader.read(connection));
    if (reply.saysBadSequence() && mailReply.isPositive()) {
      client.requireOwnAnswer(reply);
    }
    if (reply.code() == 421) {
      client.close();
      if (asked.size() == 1) {
        throw SmtpClient.serverClosed(reply);
      }
    }
    return reply;
  }

  private static SmtpReply expected(String command, SmtpReply reply) throws ProtocolBroken {
    if (reply.isIntermediate() || reply.isToAnother()) {
      throw new ProtocolBroken("the server answers " + command + " with " + reply);
    }
    return reply;
  }

  /// What was accepted by RCPT is decided by the reply to the content.
  private TransactionResult result(Optional<SmtpReply> data) {
    ArrayList<RecipientReply> results = new ArrayList<>(refusedHere);
    for (RecipientReply reply : replies) {
      boolean open = reply.outcome() == Outcome.ACCEPTED;
      if (open && data.isPresent() && !data.get().isPositive()) {
        Outcome outcome = data.get().isTransient() ? Outcome.DEFERRED : Outcome.REJECTED;
        results.add(new RecipientReply(reply.address(), outcome, data.get()));
      } else {
        results.add(reply);
      }
    }
    HashMap<String, Integer> order = new HashMap<>();
    transaction.forwardPaths().forEach(path -> order.putIfAbsent(path.address(), order.size()));
    results.sort((a, b) -> Integer.compare(order.get(a.address()), order.get(b.address())));
    return new TransactionResult(mailReply, results, data);
  }

  private void tellRefused() {
    List<RecipientReply> refused =
        Stream.concat(refusedHere.stream(), replies.stream())
            .filter(
                reply -> reply.outcome() == Outcome.REJECTED || reply.outcome() == Outcome.DEFERRED)
            .toList();
    if (!refused.isEmpty()) {
      listener.refused(refused);
    }
  }

  /// Not while some of this message's own recipients wait for the next transaction.
  private boolean mayFollow() {
    return pipelining
        && client.canSendMore()
        && Stream.concat(refusedHere.stream(), replies.stream())
            .noneMatch(reply -> reply.outcome() == Outcome.NEXT_TRANSACTION);
  }

  /// After DATA: the content, dot-stuffed, and the reply to it.
  private SmtpReply content(SmtpReply go, MessageSource source) throws MailException, IOException {
    if (go.code() / 100 != 3) {
      if (go.isPositive()) {
        throw new ProtocolBroken("the server answers DATA with " + go);
      }
      client.requireOwnAnswer(go);
      client.leaveEnvelopeOpen();
      return go;
    }
    client.requireInStep();
    isAtContent = true;
    tellRefused();
    DataWriter writer = new DataWriter();
    // One octet more than the message, to see its end.
    int block = (int) Math.min(BLOCK, Math.max(MIN_BLOCK, transaction.size() + 1));
    byte[] in = new byte[block];
    byte[] out = new byte[DataWriter.bound(block) + 5];
    connection.content(true);
    try (InputStream octets = source.open()) {
      int length = octets.readNBytes(in, 0, block);
      long total = 0;
      int pending;
      if (length == block) {
        listener.beforeData();
      }
      while (true) {
        pending = writer.write(in, 0, length, out);
        total += length;
        if (length < block) {
          break;
        }
        if (connection.hasInput()) {
          return early(true);
        }
        try {
          connection.write(out, 0, pending);
        } catch (ConnectFailed lost) {
          return reason(lost);
        }
        listener.sent(total);
        length = octets.readNBytes(in, 0, block);
      }
      byte[] end = new byte[5];
      int endLength = writer.finish(end);
      System.arraycopy(end, 0, out, pending, endLength);
      Optional<MailTransaction> following = mayFollow() ? listener.following() : Optional.empty();
      listener.beforeFinalDot();
      if (connection.hasInput()) {
        listener.heldBack();
        return early(total >= block);
      }
      try {
        connection.write(out, 0, pending + endLength);
        if (following.isPresent()) {
          connection.content(false);
          client.follow(following.get());
        }
        connection.flush();
      } catch (ConnectFailed lost) {
        return reason(lost);
      }
      listener.sent(total);
    } finally {
      connection.content(false);
    }
    return finalReply();
  }

  /// RFC 3030 §2: counted chunks, no stuffing; each is answered.
  private SmtpReply chunks(MessageSource source) throws MailException, IOException {
    client.requireInStep();
    isAtContent = true;
    byte[] chunk = new byte[CHUNK];
    byte[] next = new byte[CHUNK];
    try (InputStream octets = source.open()) {
      int length = octets.readNBytes(chunk, 0, CHUNK);
      int nextLength = octets.readNBytes(next, 0, CHUNK);
      long total = 0;
      if (nextLength > 0) {
        listener.beforeData();
      }
      while (nextLength > 0) {
        client.write("BDAT " + length + "\r\n");
        connection.content(true);
        try {
          connection.write(chunk, 0, length);
          connection.content(false);
          connection.flush();
        } catch (ConnectFailed lost) {
          return reason(lost);
        }
        total += length;
        listener.sent(total);
        SmtpReply reply = expected("BDAT", client.reply());
        if (!reply.isPositive()) {
          client.leaveEnvelopeOpen();
          return reply;
        }
        byte[] spare = chunk;
        chunk = next;
        length = nextLength;
        next = spare;
        nextLength = octets.readNBytes(next, 0, CHUNK);
      }
      listener.beforeFinalDot();
      if (connection.hasInput()) {
        listener.heldBack();
        return early(total > 0);
      }
      client.write("BDAT " + length + " LAST\r\n");
      connection.content(true);
      connection.write(chunk, 0, length);
      connection.content(false);
      connection.flush();
      listener.sent(total + length);
    }
    return finalReply();
  }

  /// What comes before the end of the content has left is no answer to the message. Some servers
  /// refuse one in the middle of it, and then wait for its end or not: it is not sent, so that
  /// nothing is taken.
  ///
  /// @param begun whether the server can have seen some of the content
  private SmtpReply early(boolean begun) throws MailException {
    connection.content(false);
    SmtpReply reply = begun ? SmtpReplyReader.read(connection) : client.reply();
    client.close();
    if (!begun || reply.isPositive() || reply.isIntermediate()) {
      throw new ProtocolBroken("the server answers what nobody asked: " + reply);
    }
    return reply;
  }

  /// 421 here is an answer like another 4yz: the message was not taken. It is no loss of the
  /// connection with an unknown outcome.
  private SmtpReply finalReply() throws MailException {
    listener.waiting();
    connection.setReadTimeout(timeouts.dataTermination());
    SmtpReply reply = SmtpReplyReader.read(connection);
    if (reply.code() == 421) {
      client.close();
    }
    return expected("the message", reply);
  }

  /// A server that ends the connection in the middle of the content has often said why: it has not
  /// taken it then.
  private SmtpReply reason(ConnectFailed lost) throws ConnectFailed {
    if (lost.reason() != ConnectFailed.Reason.LOST) {
      throw lost;
    }
    try {
      connection.setReadTimeout(Duration.ofSeconds(2));
      return early(true);
    } catch (MailException nothing) {
      throw lost;
    }
  }
}
