package app.paloma.protocol.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.SectionContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where responses begin and end, however the network cuts them.
class ImapFramerTest {
  private static byte[] session(Random random) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        Wire.octets("* OK ready {5}\r\n* LIST () \"/\" {3}\r\na\r\n\r\n\r\n+ go {9}\r\n"));
    for (int i = 1; i <= 5; i++) {
      byte[] body = new byte[i == 4 ? 200_000 : random.nextInt(3000)];
      random.nextBytes(body);
      all.writeBytes(
          Wire.octets("* " + i + " FETCH (UID " + i + " BODY[] {" + body.length + "}\r\n"));
      all.writeBytes(body);
      all.writeBytes(Wire.octets(" FLAGS (\\Seen))\r\n"));
    }
    all.writeBytes(Wire.octets("a1 OK done {7}\r\n"));
    return all.toByteArray();
  }

  private static String text(List<Response> responses) {
    StringBuilder text = new StringBuilder();
    for (Response response : responses) {
      if (response instanceof Response.Fetch(FetchData data)) {
        text.append(data.uid()).append(Arrays.hashCode(data.octets("").orElseThrow()));
        text.append(data.flags());
      } else {
        text.append(response);
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void anyCutOfTheStreamGivesTheSameResponses() throws Exception {
    byte[] session = session(new Random(7));
    String whole = text(Wire.responses(session, Integer.MAX_VALUE));
    assertThat(Wire.responses(session, 50)).hasSize(9);
    for (int piece : new int[] {1, 2, 3, 7, 100, 4095, 65_536}) {
      assertThat(text(Wire.responses(session, piece))).isEqualTo(whole);
    }
  }

  @Test
  void anEndInTheMiddleIsALossAndNotAResponse() throws Exception {
    byte[] session = Wire.octets("* 1 FETCH (UID 1 BODY[] {10}\r\n0123456789)\r\n");
    for (int cut = 1; cut < session.length; cut++) {
      byte[] part = Arrays.copyOf(session, cut);
      assertThatThrownBy(() -> Wire.responses(part, Integer.MAX_VALUE))
          .isInstanceOf(MailException.ConnectFailed.class);
    }
    assertThat(Wire.responses(session, 1)).hasSize(1);
  }

  @Test
  void aLargeLiteralGoesToTheSink() throws Exception {
    byte[] session = session(new Random(7));
    List<ByteArrayOutputStream> sunk = new ArrayList<>();
    ImapFramer framer = new ImapFramer(Wire.source(session, 1000), FrameLimits.DEFAULT);
    framer.sink(
        octets -> {
          sunk.add(new ByteArrayOutputStream());
          return sunk.getLast();
        },
        100_000);
    ResponseParser parser = new ResponseParser();
    int streamed = 0;
    for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
      if (parser.parse(frame) instanceof Response.Fetch(FetchData data)
          && data.section("").orElseThrow()
              instanceof SectionContent.Streamed(var to, long length, var failure)) {
        streamed++;
        assertThat(data.uid()).isEqualTo(4);
        assertThat(data.flags().isSeen()).isTrue();
        assertThat(to).isSameAs(sunk.getFirst());
        assertThat(length).isEqualTo(200_000);
        assertThat(failure).isEmpty();
      }
    }
    assertThat(streamed).isEqualTo(1);
    assertThat(sunk.getFirst().size()).isEqualTo(200_000);
  }

  @Test
  void aSinkThatFailsCostsItsMessageAlone() throws Exception {
    ImapFramer framer =
        new ImapFramer(Wire.source(session(new Random(7)), 1000), FrameLimits.DEFAULT);
    framer.sink(
        octets -> {
          throw new IOException("disk full");
        },
        100_000);
    ResponseParser parser = new ResponseParser();
    List<Response> all = new ArrayList<>();
    for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
      all.add(parser.parse(frame));
    }
    assertThat(all).hasSize(9);
    assertThat(all.getLast()).isInstanceOf(Response.Tagged.class);
  }

  @Test
  void whatHasNoEndIsBroken() {
    FrameLimits small = new FrameLimits(1000, 10, 1000, 100_000);
    for (String stream :
        List.of(
            "* " + "x".repeat(5000),
            "* LIST () \"/\" " + "{1}\r\nx ".repeat(20) + "\r\n",
            "* 1 FETCH (BODY[] {99999999999999999999}\r\n",
            "* 1 FETCH (BODY[] {999999999}\r\n")) {
      assertThatThrownBy(() -> new ImapFramer(Wire.source(Wire.octets(stream), 100), small).next())
          .isInstanceOf(MailException.ProtocolBroken.class);
    }
  }

  @Test
  void aLiteralTooLargeForMemoryIsDroppedAndTheSessionGoesOn() throws Exception {
    FrameLimits small = new FrameLimits(1000, 10, 1000, 100_000);
    String stream = "* 1 FETCH (UID 5 BODY[] {2000}\r\n" + "x".repeat(2000) + ")\r\na1 OK\r\n";
    ImapFramer framer = new ImapFramer(Wire.source(Wire.octets(stream), 100), small);
    ResponseParser parser = new ResponseParser();
    FetchData data = ((Response.Fetch) parser.parse(framer.next())).data();
    assertThat(data.uid()).isEqualTo(5);
    assertThat(data.section("").orElseThrow())
        .isInstanceOfSatisfying(
            SectionContent.Streamed.class, gone -> assertThat(gone.failure()).isPresent());
    assertThat(parser.parse(framer.next())).isInstanceOf(Response.Tagged.class);
  }
}
