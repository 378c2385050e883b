package app.paloma.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class WordOrderTest {
  @Test
  void wordsComeInTheOrderOfTheirOctets() {
    assertOrder(
        "a",
        "ab",
        "abcdefgh",
        "abcdefg",
        "abcdefghi",
        "abcdefghia",
        "abcdefgha",
        "zz",
        "ñandú",
        "日本",
        "0",
        "z".repeat(300),
        "z".repeat(300) + "a",
        "zzzzzzzz");
    assertOrder("alone");
    assertOrder();
  }

  @Test
  void wordsOfAllLengthsAndOctetsComeInTheOrderOfTheirOctets() {
    Random random = new Random(7);
    TreeSet<String> words = new TreeSet<>();
    while (words.size() < 5000) {
      StringBuilder word = new StringBuilder();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        word.appendCodePoint(
            random.nextInt(4) == 0 ? 0xc0 + random.nextInt(9000) : 'a' + random.nextInt(3));
      }
      words.add(word.toString());
    }
    assertOrder(words.toArray(String[]::new));
  }

  private static void assertOrder(String... words) {
    List<byte[]> octets = new ArrayList<>();
    for (String word : words) {
      octets.add(word.getBytes(UTF_8));
    }
    Collections.shuffle(octets, new Random(1));
    int[] ends = new int[octets.size()];
    byte[] pool = new byte[octets.stream().mapToInt(o -> o.length).sum()];
    for (int i = 0, end = 0; i < ends.length; i++) {
      System.arraycopy(octets.get(i), 0, pool, end, octets.get(i).length);
      end += octets.get(i).length;
      ends[i] = end;
    }
    List<String> ordered = new ArrayList<>();
    for (int word : WordOrder.of(pool, ends, ends.length)) {
      ordered.add(new String(octets.get(word), UTF_8));
    }
    octets.sort(Arrays::compareUnsigned);
    assertEquals(octets.stream().map(o -> new String(o, UTF_8)).toList(), ordered);
  }
}
