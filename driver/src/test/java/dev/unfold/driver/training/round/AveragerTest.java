package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.VectorSpans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AveragerTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);
  private static final Averager.StartVector NO_START =
      (offset, count, to) -> {
        throw new AssertionError("every shard changed all elements");
      };

  @Test
  void weighsByTargets() {
    float[] average =
        average(
            List.of(
                whole(new float[] {1, 10}, 300),
                whole(new float[] {5, 20}, 100),
                whole(new float[] {1000, 1000}, 0)));
    assertThat(average).containsExactly(new float[] {2, 12.5f}, CLOSE);
  }

  @Test
  void excludedVectorsMayContainAnything() {
    Weighted left = whole(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 0);
    Weighted right = whole(new float[] {1, 10}, 300);
    assertThat(average(List.of(left, right))).containsExactly(1, 10);
    assertThat(Averager.changed(List.of(left, left)).length()).isZero();
  }

  @Test
  void oneShardIsItsOwnAverage() {
    float[] vector = {0.1f, -1e-30f, Float.MIN_VALUE};
    assertThat(average(List.of(whole(vector, 17)))).isEqualTo(vector);
  }

  @Test
  void blocksAndThreadsDoNotChangeTheBits() {
    int length = 3 * 4096 + 17;
    List<Weighted> shards = new ArrayList<>();
    for (int shard = 0; shard < 5; shard++) {
      shards.add(whole(sines(length, shard), 100 + 3 * shard));
    }
    float[] expected = plainAverage(shards, length);
    assertThat(average(shards)).isEqualTo(expected);
    float[] parallel = new float[length + 2];
    new Averager(VectorSpans.of(0, length), shards, NO_START).averageInParallel(parallel, 2);
    assertThat(Arrays.copyOfRange(parallel, 2, length + 2)).isEqualTo(expected);
  }

  /** The sum of the weights is rounded; that of products with a float still rounds to the float. */
  @Test
  void whatNoShardChangedIsItsOwnAverage() {
    for (int shards : new int[] {1, 3, 7, 1000}) {
      float[] start = sines(2000, shards);
      for (int i = 0; i < start.length; i++) {
        start[i] *= (float) Math.pow(10, i % 77 - 39);
      }
      start[0] = Float.MAX_VALUE;
      start[1] = Float.MIN_VALUE;
      List<Weighted> same =
          IntStream.range(0, shards).mapToObj(i -> whole(start, 1 + i * 37L % 1001)).toList();
      assertThat(average(same)).isEqualTo(start);
    }
  }

  @Test
  void elementsThatAShardDidNotChangeHaveTheValueOfTheStart() {
    int length = 9000;
    float[] start = sines(length, 99);
    CounterRandom random = new CounterRandom(5);
    List<Weighted> some = new ArrayList<>();
    List<Weighted> all = new ArrayList<>();
    for (int shard = 0; shard < 4; shard++) {
      VectorSpans.Builder builder = new VectorSpans.Builder();
      for (int i = 0; i < 40; i++) {
        int from = (int) (random.derive(shard).uniform(i) * length);
        builder.add(from, Math.min(length, from + 1 + i * i % 300));
      }
      VectorSpans spans = builder.build();
      float[] values = sines(spans.length() + 3, shard);
      float[] end = start.clone();
      spans.unpack(values, 3, end, 0);
      some.add(new Weighted(spans, values, 3, 100 + shard));
      all.add(whole(end, 100 + shard));
    }
    VectorSpans changed = Averager.changed(some);
    float[] average = new float[changed.length()];
    new Averager(
            changed, some, (offset, count, to) -> System.arraycopy(start, offset, to, 0, count))
        .average(average, 0);
    float[] result = start.clone();
    changed.unpack(average, 0, result, 0);
    assertThat(result).isEqualTo(plainAverage(all, length));
  }

  private static Weighted whole(float[] vector, long targets) {
    return new Weighted(VectorSpans.of(0, vector.length), vector, 0, targets);
  }

  private static float[] average(List<Weighted> shards) {
    VectorSpans spans = Averager.changed(shards);
    float[] average = new float[spans.length()];
    new Averager(spans, shards, NO_START).average(average, 0);
    return average;
  }

  private static float[] plainAverage(List<Weighted> shards, int length) {
    double targets = shards.stream().mapToLong(Weighted::targets).sum();
    float[] average = new float[length];
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (Weighted shard : shards) {
        sum += shard.targets() / targets * shard.values()[i];
      }
      average[i] = (float) sum;
    }
    return average;
  }

  private static float[] sines(int length, int seed) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) Math.sin(i * 7 + seed * 13);
    }
    return vector;
  }
}
