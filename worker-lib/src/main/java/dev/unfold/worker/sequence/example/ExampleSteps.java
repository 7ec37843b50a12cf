package dev.unfold.worker.sequence.example;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** The steps of an example, of which it may have more than fit into memory. */
public interface ExampleSteps {
  /** Returns the number of steps of its input. */
  int steps();

  /** Returns the number of steps that may be in memory at a time, at least 1. */
  int stepsAtATime();

  /** Returns some of the steps, as of {@link Example#range}. */
  Example range(int from, int to);

  /** Returns the steps of an example in memory. */
  static ExampleSteps of(Example example) {
    return new ExampleSteps() {
      @Override
      public int steps() {
        return example.input().steps();
      }

      @Override
      public int stepsAtATime() {
        return steps();
      }

      @Override
      public Example range(int from, int to) {
        return to - from == steps() ? example : example.range(from, to);
      }
    };
  }

  /**
   * Returns all steps in ranges.
   *
   * @param length the number of steps of a range, of which the last may be shorter
   */
  default Iterator<Example> ranges(int length) {
    return new Iterator<>() {
      private int from;

      @Override
      public boolean hasNext() {
        return from < steps();
      }

      @Override
      public Example next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int start = from;
        from = (int) Math.min(steps(), (long) start + length);
        return range(start, from);
      }
    };
  }

  /** Passes all steps to a consumer, as many as may be in memory at a time. */
  default void forEachRange(Consumer<Example> consumer) {
    ranges(stepsAtATime()).forEachRemaining(consumer);
  }
}
