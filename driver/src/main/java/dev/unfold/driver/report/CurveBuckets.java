package dev.unfold.driver.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Curves over rounds or epochs in bounded memory. A bucket of neighboring positions has the mean,
 * the minimum and the maximum of each curve. All buckets except the last have the same number of
 * positions; if there are too many buckets, they are merged in pairs.
 */
final class CurveBuckets {
  /** The maximum number of buckets: about one per one or two pixels on a chart of screen width. */
  static final int MAX_BUCKETS = 1000;

  private static final MathContext DIGITS = new MathContext(6);

  private final Map<String, Curve> curves = new LinkedHashMap<>();
  private final double[] first = new double[MAX_BUCKETS];
  private final double[] last = new double[MAX_BUCKETS];
  private int size;
  private long width = 1;
  private long inLast;

  /** The values of one name. */
  private static final class Curve {
    private final double[] min = new double[MAX_BUCKETS];
    private final double[] max = new double[MAX_BUCKETS];
    private final double[] sum = new double[MAX_BUCKETS];
    private final long[] count = new long[MAX_BUCKETS];

    void add(int bucket, double value) {
      boolean only = count[bucket] == 0;
      min[bucket] = only ? value : Math.min(min[bucket], value);
      max[bucket] = only ? value : Math.max(max[bucket], value);
      sum[bucket] += value;
      count[bucket]++;
    }

    void merge() {
      for (int i = 0; i < MAX_BUCKETS / 2; i++) {
        int from = count[2 * i] == 0 ? 2 * i + 1 : 2 * i;
        int other = count[2 * i + 1] == 0 ? from : 2 * i + 1;
        min[i] = Math.min(min[from], min[other]);
        max[i] = Math.max(max[from], max[other]);
        sum[i] = sum[2 * i] + sum[2 * i + 1];
        count[i] = count[2 * i] + count[2 * i + 1];
      }
      Arrays.fill(sum, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
      Arrays.fill(count, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
    }

    double mean(int bucket) {
      return sum[bucket] / count[bucket];
    }
  }

  /**
   * Adds the values at a position after all others. Values that are not finite are ignored.
   *
   * @param position the round or epoch
   */
  void add(long position, Map<String, Double> metrics) {
    if (size == 0 || inLast == width) {
      open(position);
    }
    last[size - 1] = position;
    inLast++;
    metrics.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            curves.computeIfAbsent(name, key -> new Curve()).add(size - 1, value);
          }
        });
  }

  private void open(long position) {
    if (size == MAX_BUCKETS) {
      for (int i = 0; i < MAX_BUCKETS / 2; i++) {
        first[i] = first[2 * i];
        last[i] = last[2 * i + 1];
      }
      curves.values().forEach(Curve::merge);
      size = MAX_BUCKETS / 2;
      width *= 2;
    }
    first[size++] = position;
    inLast = 0;
  }

  /**
   * Returns the curves as the page draws them: {@code positions}, the number of positions of a
   * bucket as {@code width}, and {@code curves} with the {@code mean} of each name and, if buckets
   * are merged, {@code min} and {@code max}; null if there is no value.
   */
  Map<String, Object> describe() {
    List<Double> positions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      positions.add((first[i] + last[i]) / 2);
    }
    Map<String, Object> descriptions = new LinkedHashMap<>();
    curves.forEach((name, curve) -> descriptions.put(name, describe(curve)));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("width", width);
    values.put("positions", positions);
    values.put("curves", descriptions);
    return values;
  }

  private Map<String, Object> describe(Curve curve) {
    List<Double> mean = new ArrayList<>();
    List<Double> min = new ArrayList<>();
    List<Double> max = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean known = curve.count[i] > 0;
      mean.add(known ? rounded(curve.mean(i)) : null);
      min.add(known ? rounded(curve.min[i]) : null);
      max.add(known ? rounded(curve.max[i]) : null);
    }
    return width == 1 ? Map.of("mean", mean) : Map.of("mean", mean, "min", min, "max", max);
  }

  /** Rounds a value for display, which halves the size of the file. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
