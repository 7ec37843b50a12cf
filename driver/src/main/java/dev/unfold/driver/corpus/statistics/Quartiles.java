package dev.unfold.driver.corpus.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The quartiles of numbers. Between two numbers they are interpolated linearly, as {@code
 * numpy.percentile} does.
 *
 * @param first the value below which a quarter of the numbers is
 * @param median the value below which half of them is
 * @param third the value below which three quarters are
 */
record Quartiles(double first, double median, double third) {
  private static final int QUARTERS = 4;

  /** Returns the interquartile range. */
  double range() {
    return third - first;
  }

  /** The search for the quartiles of a component, each of which is between two numbers. */
  static final class Search {
    private final long last;
    private final List<RankSearch> ranks = new ArrayList<>();

    /**
     * @param column the index of the input
     * @param component the index of the component in its frames
     * @param count the number of its numbers; if there is none, the quartiles are 0
     */
    Search(int column, int component, long count) {
      last = count - 1;
      for (int quarter = 1; quarter < QUARTERS && count > 0; quarter++) {
        long below = last * quarter / QUARTERS;
        ranks.add(new RankSearch(column, component, below));
        ranks.add(new RankSearch(column, component, Math.min(last, below + 1)));
      }
    }

    /** Returns the searches that have not ended. */
    Stream<RankSearch> open() {
      return ranks.stream().filter(rank -> !rank.isDone());
    }

    /** Returns the quartiles after all searches have ended. */
    Quartiles found() {
      return ranks.isEmpty() ? new Quartiles(0, 0, 0) : new Quartiles(at(1), at(2), at(3));
    }

    private double at(int quarter) {
      double below = ranks.get(2 * (quarter - 1)).value();
      double above = ranks.get(2 * (quarter - 1) + 1).value();
      double share = (double) (last * quarter % QUARTERS) / QUARTERS;
      return below + share * (above - below);
    }
  }
}
