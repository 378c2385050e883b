package app.paloma.diagnosis;

import app.paloma.model.WrongInput;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks DNS one question at a time and tells who answered what, and how fast.
public final class DnsInspector {
  /// The types that can be asked for.
  public static final Set<String> TYPES =
      Set.of("A", "AAAA", "CNAME", "NS", "MX", "PTR", "SOA", "TXT", "SRV", "TLSA", "CAA");

  /// @param value in the form of a zone file; TXT as the text itself, its parts joined
  public record Answer(String name, String type, long ttl, String value) {}

  /// One question to one server.
  ///
  /// @param result NOERROR, NXDOMAIN, SERVFAIL, … or what went wrong
  public record Step(
      String name, String type, String server, long ms, int answers, String result) {}

  /// How a question ended.
  public enum Outcome {
    FOUND,
    /// The name is there, records of this type are not.
    NO_RECORD,
    NO_NAME,
    /// Servers answered, but with an error.
    REFUSED,
    NO_ANSWER
  }

  /// @param answers of the type asked for; the CNAMEs on the way to them come first
  public record Result(
      String name, String type, Outcome outcome, List<Answer> answers, List<Step> steps) {
    List<String> values() {
      return answers.stream().filter(a -> a.type().equals(type)).map(Answer::value).toList();
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int ROUNDS = 2;
  private static final int MOST_CNAMES = 8;

  private final List<InetSocketAddress> servers;

  private DnsInspector(List<InetSocketAddress> servers) {
    this.servers = List.copyOf(servers);
  }

  /// The resolvers this computer is set to use, read now.
  public static DnsInspector ofSystem() {
    ResolverConfig.refresh();
    return new DnsInspector(ResolverConfig.getCurrentConfig().servers());
  }

  public static DnsInspector of(InetSocketAddress server) {
    return new DnsInspector(List.of(server));
  }

  /// Whether the text is an address, whose name a PTR record tells.
  public static boolean isAddress(String text) {
    boolean numbers = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    return numbers || (text.contains(":") && text.matches("[0-9a-fA-F:.]+"));
  }

  /// Blocking, some seconds at most.
  ///
  /// @param type one of [#TYPES]
  /// @throws IllegalArgumentException with a sentence, where it is no name or no type for DNS
  public Result ask(String name, String type, Consumer<Step> progress) {
    String wanted = type.toUpperCase(Locale.ROOT);
    if (!TYPES.contains(wanted)) {
      throw new IllegalArgumentException("not a type for DNS: " + type);
    }
    Question question = new Question(Type.value(wanted), progress);
    Outcome outcome = question.follow(name(name, wanted));
    return new Result(
        name, wanted, outcome, List.copyOf(question.answers), List.copyOf(question.steps));
  }

  private static Name name(String text, String type) {
    try {
      if (type.equals("PTR") && isAddress(text)) {
        return ReverseMap.fromAddress(InetAddress.getByName(text));
      }
      boolean plain = text.chars().allMatch(c -> c < 0x80);
      // Underscores (RFC 8552) are no host names, which IDN would insist on; plain names need none.
      Name name = Name.fromString(plain ? text : IDN.toASCII(text), Name.root);
      if (text.isBlank() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
        throw new WrongInput(WrongInput.Kind.DNS_NAME, text);
      }
      return name;
    } catch (TextParseException | UnknownHostException e) {
      throw new WrongInput(WrongInput.Kind.DNS_NAME, text, e);
    }
  }

  private final class Question {
    private final int type;
    private final Consumer<Step> progress;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    Question(int type, Consumer<Step> progress) {
      this.type = type;
      this.progress = progress;
    }

    /// A server that answers with a CNAME alone leaves the rest of the way to us (RFC 1034 §3.6.2).
    Outcome follow(Name first) {
      Name name = first;
      for (int i = 0; i < MOST_CNAMES; i++) {
        Message reply = anyone(name);
        if (reply == null) {
          boolean answered = steps.stream().anyMatch(s -> Rcode.value(s.result()) > 0);
          return answered ? Outcome.REFUSED : Outcome.NO_ANSWER;
        }
        Name next = null;
        boolean found = false;
        for (Record record : reply.getSection(Section.ANSWER)) {
          if (record.getType() == type) {
            answers.add(answer(record));
            found = true;
          } else if (record instanceof CNAMERecord cname) {
            answers.add(answer(record));
            next = cname.getTarget();
          }
        }
        if (found) {
          return Outcome.FOUND;
        }
        if (reply.getRcode() == Rcode.NXDOMAIN) {
          return Outcome.NO_NAME;
        }
        if (next == null) {
          return Outcome.NO_RECORD;
        }
        name = next;
      }
      return Outcome.REFUSED;
    }

    private Message anyone(Name name) {
      for (int round = 0; round < ROUNDS; round++) {
        for (InetSocketAddress server : servers) {
          Message reply = one(server, name);
          if (reply != null) {
            return reply;
          }
        }
      }
      return null;
    }

    private Message one(InetSocketAddress server, Name name) {
      long began = System.nanoTime();
      String result;
      Message reply = null;
      try {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(PATIENCE);
        reply = resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
        result = Rcode.string(reply.getRcode());
      } catch (IOException e) {
        boolean late = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) >= 1500;
        result = late ? "TIMEOUT" : failure(e);
      }
      Step step =
          new Step(
              name.toString(true),
              Type.string(type),
              server.getHostString() + ":" + server.getPort(),
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
              reply == null ? 0 : reply.getSection(Section.ANSWER).size(),
              result);
      steps.add(step);
      progress.accept(step);
      boolean usable =
          reply != null
              && (reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN);
      return usable ? reply : null;
    }
  }

  private static String failure(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Words.clean("FAILED " + message);
  }

  private static Answer answer(Record record) {
    String value = record instanceof TXTRecord txt ? text(txt) : record.rdataToString();
    return new Answer(
        record.getName().toString(true), Type.string(record.getType()), record.getTTL(), value);
  }

  private static String text(TXTRecord record) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : record.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
