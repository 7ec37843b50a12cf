package dev.unfold.worker.prediction;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The prediction for an example; its arrays are not copied and must not be modified. */
public sealed interface Prediction {
  /** Returns the predictions of the steps, each by itself; those of a single step are one. */
  List<Prediction> steps();

  /** Returns the predictions of all steps but the first, of at least two. */
  default Prediction afterFirst() {
    throw new UnsupportedOperationException("steps of " + this);
  }

  /**
   * A class for each step, or one for the complete sequence.
   *
   * @param best the most probable classes of each step, at least one
   * @param probabilities the probabilities of all classes, if they were requested
   */
  record Classes(List<TopClasses> best, List<float[]> probabilities) implements Prediction {
    @Override
    public List<Prediction> steps() {
      return of(
          best.size(),
          step ->
              new Classes(
                  best.subList(step, step + 1),
                  probabilities.isEmpty() ? probabilities : probabilities.subList(step, step + 1)));
    }

    @Override
    public Prediction afterFirst() {
      return new Classes(
          best.subList(1, best.size()),
          probabilities.isEmpty() ? probabilities : probabilities.subList(1, best.size()));
    }

    /** Returns the most probable class of each step. */
    public int[] ids() {
      return best.stream().mapToInt(ranked -> ranked.ids()[0]).toArray();
    }
  }

  /**
   * The predicted set of each step.
   *
   * @param sets the ids whose probability is at least the threshold, in ascending order
   * @param probabilities the probabilities of all ids, if they were requested
   */
  record Sets(List<int[]> sets, List<float[]> probabilities) implements Prediction {
    @Override
    public List<Prediction> steps() {
      return of(
          sets.size(),
          step ->
              new Sets(
                  sets.subList(step, step + 1),
                  probabilities.isEmpty() ? probabilities : probabilities.subList(step, step + 1)));
    }
  }

  /**
   * Numbers in the unit of the target: a frame for each step, or one vector for the complete
   * sequence.
   *
   * @param frames the frames, all of the same width
   */
  record Frames(List<float[]> frames) implements Prediction {
    @Override
    public List<Prediction> steps() {
      return of(frames.size(), step -> new Frames(frames.subList(step, step + 1)));
    }
  }

  /**
   * The tokens of a sequence.
   *
   * @param text the text of the tokens: words with spaces between them, characters, or subwords
   *     joined
   * @param tokens the tokens, without begin and end tokens
   * @param probabilities the probability of each token, if they were requested: given those before
   *     it or, of a network that aligns tokens with steps, given all others
   * @param times when each token is said, of a hybrid if probabilities were requested; otherwise
   *     empty
   * @param best the best sequences of a search, this one first, as many as were requested
   */
  record Tokens(
      String text,
      List<String> tokens,
      float[] probabilities,
      List<Time> times,
      List<Candidate> best)
      implements Prediction {
    /**
     * The time of a token: in seconds from the start of a recording, of other inputs in steps.
     *
     * @param start its start
     * @param end its end
     */
    public record Time(double start, double end) {}

    /**
     * A sequence that a search found.
     *
     * @param text the text of the tokens
     * @param tokens the tokens, without begin and end tokens
     * @param logProbability the log-probability of the tokens and the end by the network alone
     * @param score the number by which the search compares sequences
     */
    public record Candidate(
        String text, List<String> tokens, double logProbability, double score) {}

    @Override
    public List<Prediction> steps() {
      return List.of(this);
    }
  }

  /**
   * The scores of the steps after the first one, for which nothing is predicted.
   *
   * @param scores the scores of the second and later steps
   * @param end the score of the end after the last step, if it is known and predicted
   */
  record Scores(List<StepScore> scores, Optional<StepScore> end) implements Prediction {
    @Override
    public List<Prediction> steps() {
      return of(
          scores.size() + 1,
          step ->
              new Scores(
                  scores.subList(Math.max(0, step - 1), step),
                  step == scores.size() ? end : Optional.empty()));
    }

    /** Returns the natural logarithm of the probability of all steps and the end together. */
    public double logProbability() {
      return Stream.concat(scores.stream(), end.stream())
          .mapToDouble(StepScore::logProbability)
          .sum();
    }
  }

  private static List<Prediction> of(int steps, IntFunction<Prediction> step) {
    return new AbstractList<>() {
      @Override
      public Prediction get(int index) {
        return step.apply(Objects.checkIndex(index, steps));
      }

      @Override
      public int size() {
        return steps;
      }
    };
  }
}
