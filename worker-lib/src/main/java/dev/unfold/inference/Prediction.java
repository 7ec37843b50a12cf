package dev.unfold.inference;

import dev.unfold.worker.prediction.Prediction.Classes;
import dev.unfold.worker.prediction.Prediction.Frames;
import dev.unfold.worker.prediction.Prediction.Sets;
import dev.unfold.worker.prediction.Prediction.Tokens;
import dev.unfold.worker.prediction.TopClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model predicts: for a row with steps one value for each of them, or one for the whole row.
 * Each kind of model has its own values; a method for others throws {@link ModelException}.
 */
public final class Prediction {
  /**
   * A sequence that a beam search found.
   *
   * @param text its text
   * @param tokens its tokens
   * @param score the number by which the search compares sequences: the log-probability, with the
   *     score of a language model, by the length penalty
   * @param logProbability the natural logarithm of the probability of the tokens and the end by the
   *     model alone
   */
  public record Sequence(String text, List<String> tokens, double score, double logProbability) {
    public Sequence {
      tokens = List.copyOf(tokens);
    }
  }

  private final dev.unfold.worker.prediction.Prediction values;
  private final ClassNames names;

  /**
   * @param names the classes, or the tokens of a generated sequence
   */
  Prediction(dev.unfold.worker.prediction.Prediction values, ClassNames names) {
    this.values = values;
    this.names = names;
  }

  /** Returns the only or the last label. */
  public String label() {
    List<String> all = labels();
    return all.get(all.size() - 1);
  }

  /** Returns the most probable label, tag, word or category of each step. */
  public List<String> labels() {
    return classes().best().stream().map(best -> names.name(best.ids()[0])).toList();
  }

  /** Returns the probability of the only or the last label. */
  public float probability() {
    List<TopClasses> best = classes().best();
    return best.get(best.size() - 1).probabilities()[0];
  }

  /**
   * Returns the probability of a label in the only or the last place.
   *
   * @throws ModelException if the model does not know it
   */
  public float probability(String label) {
    List<float[]> all = classes().probabilities();
    return all.get(all.size() - 1)[names.id(label)];
  }

  /** Returns at most 10 most probable labels of each step, the most probable first. */
  public List<List<Candidate>> candidates() {
    return classes().best().stream().map(names::candidates).toList();
  }

  /** Returns the numbers of each step, or of the row, in the unit of the training rows. */
  public List<float[]> numbers() {
    return of(Frames.class, "numbers").frames().stream().map(float[]::clone).toList();
  }

  /** Returns the members of the set of each step: those of a probability of at least 0.5. */
  public List<int[]> sets() {
    return of(Sets.class, "sets").sets().stream().map(int[]::clone).toList();
  }

  /** Returns the probability of each member of the set of each step. */
  public List<float[]> memberProbabilities() {
    return of(Sets.class, "sets").probabilities().stream().map(float[]::clone).toList();
  }

  /**
   * Returns a generated sequence as text: words with spaces between them, characters, or subwords
   * joined.
   */
  public String text() {
    return of(Tokens.class, "a sequence").text();
  }

  /** Returns the tokens of a generated sequence; subwords as {@code tokenizer.json} writes them. */
  public List<String> tokens() {
    return of(Tokens.class, "a sequence").tokens();
  }

  /**
   * Returns at most as many sequences of a beam search as it has hypotheses: first those that
   * ended, the best first, then those that were cut off. There are none of a model that does not
   * search.
   */
  public List<Sequence> sequences() {
    return of(Tokens.class, "a sequence").best().stream()
        .map(one -> new Sequence(one.text(), one.tokens(), one.score(), one.logProbability()))
        .toList();
  }

  /**
   * Returns the probability of each token of a generated sequence: given those before it or, of a
   * model of the kind ctc, given all others.
   */
  public float[] tokenProbabilities() {
    return of(Tokens.class, "a sequence").probabilities().clone();
  }

  /**
   * Returns when each token of a sequence begins: in seconds from the start of a recording, of
   * other inputs in steps.
   *
   * @throws ModelException unless the model is of the kind hybrid
   */
  public double[] tokenStarts() {
    return times().mapToDouble(Tokens.Time::start).toArray();
  }

  /**
   * Returns when each token of a sequence ends, in the unit of {@link #tokenStarts}.
   *
   * @throws ModelException unless the model is of the kind hybrid
   */
  public double[] tokenEnds() {
    return times().mapToDouble(Tokens.Time::end).toArray();
  }

  private Stream<Tokens.Time> times() {
    Tokens sequence = of(Tokens.class, "a sequence");
    ModelException.require(
        sequence.times().size() == sequence.tokens().size(),
        "a model that knows when words are said (network.kind = hybrid)",
        "another one");
    return sequence.times().stream();
  }

  private Classes classes() {
    return of(Classes.class, "labels");
  }

  private <T> T of(Class<T> kind, String expected) {
    ModelException.require(
        kind.isInstance(values), "a model that predicts " + expected, "one of " + kind());
    return kind.cast(values);
  }

  private String kind() {
    return values.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    if (values instanceof Classes) {
      return labels().toString();
    }
    if (values instanceof Tokens) {
      return tokens().toString();
    }
    List<String> steps = new ArrayList<>();
    if (values instanceof Frames frames) {
      frames.frames().forEach(frame -> steps.add(Arrays.toString(frame)));
    } else {
      sets().forEach(set -> steps.add(IntStream.of(set).boxed().toList().toString()));
    }
    return steps.toString();
  }
}
