package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedRouteTest {
  private static MessageContent read(String fields) {
    return new MessageReader().read((fields + "\n\ntext\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void tellsTheWayFromTheFirstServerOnWithItsDelays() {
    MessageContent content =
        read(
            """
            Received: from mx.example.net (mx.example.net [192.0.2.7])
              (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
              by mail.example.org (Postfix) with LMTP id 4T9
              for <ana@example.org>; Fri, 20 Nov 2026 11:03:10 +0100 (CET)
            Received: from localhost (relay.example.com. [198.51.100.3])
              by mx.example.net with ESMTPS id x1;
              Fri, 20 Nov 2026 10:03:07 +0000
            Received: from [10.0.0.4] (unknown [203.0.113.9]) by relay.example.com
              with ESMTPSA; Fri, 20 Nov 2026 10:00:05 +0000
            Date: Fri, 20 Nov 2026 10:00:02 +0000\
            """);
    ReceivedRoute route = ReceivedRoute.of(content);
    assertThat(route.hops())
        .extracting(
            ReceivedRoute.Hop::from,
            ReceivedRoute.Hop::by,
            ReceivedRoute.Hop::protocol,
            hop -> hop.delay().map(Duration::toSeconds).orElse(-1L),
            ReceivedRoute.Hop::isEncrypted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "[10.0.0.4]", "relay.example.com", "ESMTPSA", 3L, true),
            org.assertj.core.groups.Tuple.tuple(
                "relay.example.com", "mx.example.net", "ESMTPS", 182L, true),
            org.assertj.core.groups.Tuple.tuple(
                "mx.example.net", "mail.example.org", "LMTP", 3L, false));
    assertThat(route.total(content.date())).contains(Duration.ofSeconds(188));
  }

  @Test
  void takesWhatIsThereOfOddFields() {
    List<ReceivedRoute.Hop> hops =
        ReceivedRoute.of(
                read(
                    """
                    Received: (qmail 24134 invoked from network); 8 Mar 2017 01:21:00 -0000
                    Received: from unknown (HELO there) (192.0.2.29) by smtp.example.net
                    Received: by 10.0.0.1 with SMTP id a; Wed, 8 Mar 2017 01:21:30 +0000
                    Received: ;;;(((
                    Received:\
                    """))
            .hops();
    assertThat(hops).hasSize(5);
    assertThat(hops.get(2))
        .isEqualTo(
            new ReceivedRoute.Hop(
                "",
                "10.0.0.1",
                "SMTP",
                Optional.of(Instant.parse("2017-03-08T01:21:30Z")),
                Optional.empty()));
    assertThat(hops.get(3).from()).isEqualTo("unknown");
    assertThat(hops.get(3).time()).isEmpty();
    assertThat(hops.get(4).delay()).contains(Duration.ofSeconds(-30));
    assertThat(ReceivedRoute.of(read("Subject: x")).hops()).isEmpty();
  }
}
