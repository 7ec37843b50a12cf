package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.example.FieldSequence;
import java.util.Arrays;
import java.util.List;

/** A field of a row before texts have ids and numbers are normalized. */
public sealed interface RawField {
  int steps();

  /** A field of words, characters, tags or one label. */
  record Texts(List<String> texts) implements RawField {
    @Override
    public int steps() {
      return texts.size();
    }
  }

  /**
   * A field of numbers; a vector is a single step.
   *
   * @param values the numbers step by step, each finite as a float; NaN if one is missing
   * @param width the number of components of a step
   */
  record Numbers(double[] values, int width) implements RawField {
    @Override
    public int steps() {
      return values.length / width;
    }
  }

  /**
   * A field of numbers, all of which are missing, so that the number of components of a step is
   * unknown.
   */
  record Missing(int steps) implements RawField {
    /** Returns the missing numbers of a field whose steps have some number of components. */
    public Numbers of(int width) {
      double[] values = new double[Math.multiplyExact(steps, width)];
      Arrays.fill(values, Double.NaN);
      return new Numbers(values, width);
    }
  }

  /** A field of sets of whole numbers. */
  record Sets(FieldSequence.IdSets sets) implements RawField {
    @Override
    public int steps() {
      return sets.steps();
    }
  }

  /**
   * Several fields that are read together at each step. One of a single step besides sequences
   * belongs to all of their steps.
   *
   * @param parts the fields, in the order of their columns
   * @param steps the number of steps of the sequences, or 1 if there is none
   */
  record Parts(List<RawField> parts, int steps) implements RawField {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A field some of whose steps have no value.
   *
   * @param values the values of the other steps, in their order; {@link None} if no step has one
   * @param present whether each step has a value
   */
  record Masked(RawField values, boolean[] present) implements RawField {
    @Override
    public int steps() {
      return present.length;
    }
  }

  /** An absent field. */
  record None() implements RawField {
    @Override
    public int steps() {
      return 0;
    }
  }
}
