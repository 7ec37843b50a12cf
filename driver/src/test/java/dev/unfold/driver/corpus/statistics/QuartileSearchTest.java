package dev.unfold.driver.corpus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import dev.unfold.worker.sequence.row.TableRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuartileSearchTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withKryo();

  private final Random random = new Random(7);

  @Test
  void doublesKeepTheirOrderAsWholeNumbers() {
    double[] ascending = {
      -Double.MAX_VALUE, -1e9, -1, -Double.MIN_VALUE, 0, Double.MIN_VALUE, 1, Math.nextUp(1.0), 3e38
    };
    for (int i = 0; i < ascending.length; i++) {
      assertThat(DigitCounts.number(DigitCounts.whole(ascending[i]))).isEqualTo(ascending[i]);
      if (i > 0) {
        assertThat(
                Long.compareUnsigned(
                    DigitCounts.whole(ascending[i - 1]), DigitCounts.whole(ascending[i])))
            .isNegative();
      }
    }
    assertThat(DigitCounts.whole(-0.0)).isEqualTo(DigitCounts.whole(0.0));
  }

  /** Sorting all numbers gives the same quartiles, for numbers of every kind and count. */
  @Test
  void quartilesAreThoseOfSortedNumbers() {
    List<DoubleSupplier> kinds =
        List.of(
            random::nextGaussian,
            () -> random.nextInt(5),
            () -> random.nextInt(1000) / 10.0,
            () -> 1.7e9 + random.nextDouble(),
            () -> Double.longBitsToDouble(Double.doubleToLongBits(0.1) + random.nextInt(40)),
            () -> Math.copySign(Math.exp(random.nextGaussian() * 40), random.nextGaussian()),
            () -> random.nextBoolean() ? 0.0 : -0.0,
            () -> -3.25,
            () -> Float.MAX_VALUE * (random.nextInt(3) - 1));
    for (int count : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 101, 1000}) {
      double[][] rows = new double[count][kinds.size()];
      for (double[] row : rows) {
        Arrays.setAll(row, i -> kinds.get(i).getAsDouble());
      }
      List<Quartiles> found = find(rows, 1 + random.nextInt(4));
      for (int i = 0; i < kinds.size(); i++) {
        int component = i;
        double[] sorted = Arrays.stream(rows).mapToDouble(row -> row[component] + 0.0).toArray();
        Arrays.sort(sorted);
        assertThat(found.get(i))
            .as("%d numbers of kind %d", count, i)
            .isEqualTo(new Quartiles(at(sorted, 1), at(sorted, 2), at(sorted, 3)));
      }
    }
  }

  /** Examples that numpy.percentile(x, [25, 50, 75]) gives. */
  @Test
  void numbersAreInterpolatedAsByNumpy() {
    assertThat(find(new double[][] {{1}, {2}, {3}, {10}}, 2))
        .containsExactly(new Quartiles(1.75, 2.5, 4.75));
    assertThat(find(new double[][] {{5}, {-1}, {0.5}}, 3))
        .containsExactly(new Quartiles(-0.25, 0.5, 2.75));
    assertThat(find(new double[][] {{8}}, 1)).containsExactly(new Quartiles(8, 8, 8));
  }

  @Test
  void missingNumbersDoNotCount() {
    double nan = Double.NaN;
    double[][] rows = {{nan, 4, nan}, {1, nan, nan}, {2, 6, nan}, {3, nan, nan}};

    assertThat(find(rows, 3))
        .containsExactly(
            new Quartiles(1.5, 2, 2.5), new Quartiles(4.5, 5, 5.5), new Quartiles(0, 0, 0));
  }

  @Test
  void theOrderOfTheRowsDoesNotMatter() {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new double[] {random.nextGaussian(), random.nextInt(3)});
    }
    List<Quartiles> expected = find(rows.toArray(new double[0][]), 1);
    for (int partitions = 1; partitions < 7; partitions++) {
      Collections.shuffle(rows, random);
      assertThat(find(rows.toArray(new double[0][]), partitions)).isEqualTo(expected);
    }
  }

  /** The range of a component that has one value in half of the rows is 0. */
  @Test
  void aRangeOfZeroFallsBackToTheDeviation() {
    double[][] rows = {
      {0, 4, 7, 0.1}, {0, 4, 7, 0.1}, {0, 5, 7, 0.1}, {0, 6, 7, 0.1}, {10, 8, 7, 0.1F}
    };
    FieldMoments moments = new FieldMoments();
    for (double[] row : rows) {
      moments.add(new RawField.Numbers(row, row.length));
    }
    List<Quartiles> quartiles = find(rows, 2);

    double noisy = moments.means().get(3);
    assertThat(noisy).isCloseTo(0.1, within(1e-8));
    assertThat(moments.robust(quartiles))
        .isEqualTo(new FrameScale(List.of(2.0, 5.0, 7.0, noisy), List.of(4.0, 2.0, 1.0, 1.0)));
    assertThat(moments.warnings(quartiles))
        .satisfiesExactlyInAnyOrder(
            noise -> assertThat(noise).startsWith("number 4 hardly changes"),
            constant -> assertThat(constant).startsWith("number 3 of 4 never changes"),
            half -> assertThat(half).startsWith("number 1 of 4 has the same value in half"));
  }

  private static double at(double[] sorted, int quarter) {
    double position = (sorted.length - 1) * quarter / 4.0;
    int below = (int) position;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static List<Quartiles> find(double[][] rows, int partitions) {
    List<Integer> indices = IntStream.range(0, rows.length).boxed().toList();
    JavaRDD<RawExample> table =
        SPARK.context().parallelize(indices, partitions).map(i -> example(rows[i]));
    FieldMoments moments = NumberMoments.of(table, new BitSet()).input(0);
    return QuartileSearch.find(table, Map.of(0, moments)).get(0);
  }

  private static RawExample example(double[] row) {
    return new RawExample(
        new TableRow("row", List.of(), null, 0),
        new RawField.Numbers(row, row.length),
        new RawField.None());
  }
}
