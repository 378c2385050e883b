package app.paloma.ui.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class MessageRowsTest {
  /// Whoever follows the changes alone has the same list: what a list view does.
  @Test
  void changesTellExactlyWhatHappened() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      MessageRows rows = new MessageRows(ids -> {});
      java.util.List<Long> mirror = new java.util.ArrayList<>();
      rows.addListener(
          (ListChangeListener<MessageRow>)
              c -> {
                while (c.next()) {
                  if (c.wasUpdated()) {
                    continue;
                  }
                  mirror.subList(c.getFrom(), c.getFrom() + c.getRemovedSize()).clear();
                  for (int i = c.getFrom(); i < c.getTo(); i++) {
                    mirror.add(i, rows.idAt(i));
                  }
                }
              });
      rows.append(random.longs(20, 1, 1000).distinct().toArray());
      for (int step = 0; step < 5; step++) {
        long[] now = rows.slice(0, rows.size());
        if (random.nextBoolean() && now.length > 3) {
          rows.remove(Set.of(now[1], now[3]));
        } else {
          long[] next =
              LongStream.concat(
                      random.longs(2, 2000, 3000).distinct(),
                      Arrays.stream(now).filter(id -> random.nextInt(4) > 0))
                  .toArray();
          rows.replace(next);
        }
        assertThat(mirror).isEqualTo(Arrays.stream(rows.slice(0, rows.size())).boxed().toList());
      }
    }
  }

  @Test
  void theRowBelowIsDrawnAgainForTheNameOfItsDay() {
    MessageRows rows = new MessageRows(ids -> {});
    rows.append(new long[] {10, 11, 12, 13});
    java.util.Set<Integer> drawn = new java.util.TreeSet<>();
    rows.addListener(
        (ListChangeListener<MessageRow>)
            c -> {
              while (c.next()) {
                for (int i = c.getFrom(); c.wasUpdated() && i < c.getTo(); i++) {
                  drawn.add(i);
                }
              }
            });
    rows.replace(new long[] {9, 10, 11, 12, 13});
    assertThat(drawn).containsExactly(1);
    drawn.clear();
    rows.loaded(new long[] {9}, java.util.List.of(), java.util.Map.of(), java.util.Map.of());
    assertThat(drawn).containsExactly(0, 1);
    drawn.clear();
    rows.remove(java.util.Set.of(11L));
    assertThat(drawn).containsExactly(2);
  }

  /// What the other threads of the test process hold meanwhile is not the rows': the middle one of
  /// five measurements counts.
  @Test
  void aMillionRowsNeedAtMostSixteenOctetsEach() {
    long[] held = new long[5];
    for (int i = 0; i < held.length; i++) {
      MessageRows rows = aMillion();
      long with = used();
      assertThat(rows).hasSize(1_000_000);
      rows = null;
      held[i] = with - used();
    }
    Arrays.sort(held);
    assertThat(held[held.length / 2]).isBetween(8_000_000L, 16_500_000L);
  }

  private static MessageRows aMillion() {
    MessageRows rows = new MessageRows(ids -> {});
    for (int block = 0; block < 20; block++) {
      long first = block * 50_000L;
      rows.append(LongStream.range(first, first + 50_000).toArray());
    }
    return rows;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
