package app.paloma.protocol.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.UidSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// What must hold for any input.
class CodecPropertyTest {
  private static final String[] SEEDS = {
    "* 12 FETCH (FLAGS (\\Seen work) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" UID 7 MODSEQ (5)"
        + " ENVELOPE (NIL \"s\" ((\"a\" NIL \"b\" \"c\")) NIL NIL NIL NIL NIL NIL \"<i>\")"
        + " BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)(\"text\" \"html\" NIL NIL"
        + " NIL \"7bit\" 1 1) \"alternative\") BODY[] {3}\r\n"
        + "abc BINARY[1]<0> ~{2}\r\n"
        + "xy)\r\n",
    "* LIST (\\Noselect \\Sent) \"/\" \"&Jjo-!\" (OLDNAME (\"x\"))\r\n",
    "* ESEARCH (TAG \"a\") UID ALL 1:5,7 MODSEQ 9 PARTIAL (1:2 3)\r\n",
    "* STATUS {5}\r\nINBOX (MESSAGES 1 MAILBOXID (x))\r\n",
    "* THREAD (1 2 (3)(4 (5)(6)))\r\na1 OK [COPYUID 1 1:3 4:6] x\r\n",
    "* NAMESPACE ((\"\" \"/\")) NIL ((\"s\" NIL))\r\n* QUOTA \"\" (STORAGE 1 2)\r\n",
  };

  @Property(tries = 500)
  void aSetReadsAsItWasWritten(
      @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 500) Long> uids) {
    UidSet set = UidSet.of(uids);
    assertThat(set.toArray())
        .containsExactly(new TreeSet<>(uids).stream().mapToLong(x -> x).toArray());
    if (!set.isEmpty()) {
      assertThat(UidSet.parse(set.toString())).isEqualTo(set);
      UidSet joined = UidSet.EMPTY;
      for (UidSet chunk : set.chunks(30)) {
        assertThat(chunk.toString().length()).isLessThanOrEqualTo(30);
        joined = joined.plus(chunk);
      }
      assertThat(joined).isEqualTo(set);
      assertThat(set.batches(7).stream().mapToLong(UidSet::size).sum()).isEqualTo(set.size());
    }
  }

  @Property(tries = 300)
  void setsAreSets(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 90) Long> a,
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 90) Long> b) {
    TreeSet<Long> minus = new TreeSet<>(a);
    minus.removeAll(b);
    TreeSet<Long> both = new TreeSet<>(a);
    both.retainAll(b);
    assertThat(UidSet.of(a).minus(UidSet.of(b))).isEqualTo(UidSet.of(minus));
    assertThat(UidSet.of(a).intersect(UidSet.of(b))).isEqualTo(UidSet.of(both));
    for (long i = 0; i < 95; i++) {
      assertThat(UidSet.of(a).contains(i)).isEqualTo(a.contains(i));
    }
  }

  @Property(tries = 500)
  void aMailboxNameComesBack(@ForAll String name) {
    String valid = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(ModifiedUtf7.decode(ModifiedUtf7.encode(valid))).contains(valid);
    MailboxName utf8 = ModifiedUtf7.write(valid, true);
    if (!valid.equalsIgnoreCase("inbox")) {
      assertThat(ModifiedUtf7.read(utf8.raw(), true).name()).isEqualTo(valid);
    }
  }

  @Property(tries = 500)
  void anyStringOrNoneBeginsNoCommand(@ForAll String text) {
    try {
      CommandWriter writer = new CommandWriter(CommandWriter.Literals.PLUS, false);
      writer.raw("SEARCH ").string(text).raw(" END");
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      writer.segments().forEach(octets::writeBytes);
      // A server cuts commands as this framer cuts responses.
      ImapFramer framer =
          new ImapFramer(
              Wire.source(Wire.octets(octets.toString(StandardCharsets.ISO_8859_1) + "\r\n"), 9),
              FrameLimits.DEFAULT);
      Frame frame = framer.next();
      assertThat(frame.length()).isEqualTo(octets.size());
      assertThat(framer.next()).isNull();
    } catch (IllegalArgumentException e) {
      assertThat(text).contains("\0");
    } catch (MailException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void mutatedResponsesNeverStopTheParser() {
    Random random = new Random(42);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int round = 0; round < 30_000; round++) {
            byte[] octets = Wire.octets(SEEDS[random.nextInt(SEEDS.length)]);
            for (int i = random.nextInt(4); i >= 0; i--) {
              octets[random.nextInt(octets.length)] =
                  random.nextBoolean()
                      ? (byte) random.nextInt(256)
                      : (byte) "(){}[]<>\"\\ \r\n09*+~NIL".charAt(random.nextInt(21));
            }
            new ResponseParser().parse(Frame.of(octets));
            try {
              for (Response response : Wire.responses(octets, 1 + random.nextInt(50))) {
                assertThat(response).isNotNull();
              }
            } catch (MailException e) {
              assertThat(e.getMessage()).isNotBlank();
            }
          }
        });
  }
}
