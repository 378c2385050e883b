package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  /// Octets near the wanted one, and those a borrow or a sign could take for it.
  private static final byte[] NEAR = {9, 10, 11, 13, 0, 1, -1, -128, 127, -118, 74};

  @Test
  void theFirstIsFoundWhereverItIs() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = new byte[random.nextInt(40)];
      for (int i = 0; i < octets.length; i++) {
        octets[i] = NEAR[random.nextInt(NEAR.length)];
      }
      int from = random.nextInt(octets.length + 1);
      int to = from + random.nextInt(octets.length - from + 1);
      for (byte wanted : NEAR) {
        int expected = from;
        while (expected < to && octets[expected] != wanted) {
          expected++;
        }
        assertThat(Lines.find(octets, from, to, wanted)).isEqualTo(expected);
      }
    }
  }
}
