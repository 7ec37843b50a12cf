package dev.unfold.driver.prediction;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The distances of the times of a sequence, by which the times after it are known. */
final class TimeDistances {
  private double[] ascending;
  private int count;
  private double last;

  /**
   * @param seconds the times, at least one
   */
  TimeDistances(double[] seconds) {
    count = seconds.length - 1;
    last = seconds[count];
    ascending =
        IntStream.range(0, count)
            .mapToDouble(step -> seconds[step + 1] - seconds[step])
            .sorted()
            .toArray();
  }

  /** Returns the number of distances. */
  int count() {
    return count;
  }

  /** Returns the median in seconds; of an even number the lower one, of none 0. */
  double usual() {
    return count == 0 ? 0 : ascending[(count - 1) / 2];
  }

  /** Returns the number of distances that equal the median. */
  long countOfUsual() {
    return Arrays.stream(ascending, 0, count).filter(distance -> distance == usual()).count();
  }

  /** Adds the time that follows by the usual distance, and returns it. */
  double addNext() {
    double next = last + usual();
    int found = Arrays.binarySearch(ascending, 0, count, next - last);
    int at = found < 0 ? -found - 1 : found;
    if (count == ascending.length) {
      ascending = Arrays.copyOf(ascending, Math.addExact(count, count / 2 + 1));
    }
    System.arraycopy(ascending, at, ascending, at + 1, count - at);
    ascending[at] = next - last;
    count++;
    last = next;
    return next;
  }
}
