package dev.unfold.worker.sequence;

import java.io.Serializable;
import java.util.List;

/**
 * The kinds and widths of the inputs and targets of a network. In sequence-to-sequence networks,
 * the inputs are those of the source, and the decoder reads the predicted tokens.
 *
 * @param inputs the inputs of each step, at least one; those of frames follow those of tokens
 * @param alphabet the size of the alphabet if the words of the first input are also read as
 *     characters, else 0
 * @param target the kind of the target of a step
 * @param targets the number of classes, C, or of values of a frame
 */
public record DataShape(List<InputShape> inputs, int alphabet, Target target, int targets)
    implements Serializable {
  /** The kind of target. */
  public enum Target {
    /** One of several classes. */
    CLASSES,
    /** Several independent binary labels: numbers that are 0 or 1. */
    SETS,
    /** Real numbers. */
    FRAMES
  }

  public DataShape {
    inputs = List.copyOf(inputs);
    requirePositive("inputs", inputs.size());
    requirePositive("targets", targets);
    for (int i = 1; i < inputs.size(); i++) {
      if (inputs.get(i).hasTokens() && !inputs.get(i - 1).hasTokens()) {
        throw new IllegalArgumentException(
            "inputs: expected tokens before frames, found " + inputs);
      }
    }
    if (alphabet < 0 || (alphabet > 0 && !inputs.get(0).hasTokens())) {
      throw new IllegalArgumentException(
          "alphabet: expected at least 0, and 0 for frames, found " + alphabet);
    }
  }

  /** Creates the shape of data with a single input that is not read as characters. */
  public DataShape(InputShape input, Target target, int targets) {
    this(List.of(input), 0, target, targets);
  }

  /**
   * Returns whether it equals another shape. The comparison of records takes some 30 ms in a JVM
   * that has just started.
   */
  public boolean sameAs(DataShape other) {
    boolean same =
        inputs.size() == other.inputs.size()
            && alphabet == other.alphabet
            && target == other.target
            && targets == other.targets;
    for (int i = 0; same && i < inputs.size(); i++) {
      same = inputs.get(i).sameAs(other.inputs.get(i));
    }
    return same;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
    }
  }

  /**
   * Returns the shape of a text corpus, in which each token is predicted from the previous ones.
   */
  public static DataShape forText(int vocabularySize) {
    return new DataShape(InputShape.ofTokens(vocabularySize), Target.CLASSES, vocabularySize);
  }

  /**
   * Returns the only input.
   *
   * @throws IllegalStateException if there are several
   */
  public InputShape input() {
    if (inputs.size() > 1) {
      throw new IllegalStateException("expected a single input, found " + inputs);
    }
    return inputs.get(0);
  }

  /** Returns the number of inputs that are tokens. */
  public int tokenInputs() {
    return (int) inputs.stream().filter(InputShape::hasTokens).count();
  }

  /** Returns the number of values of all frames of a step, or 0. */
  public int frameWidth() {
    return inputs.stream()
        .filter(input -> !input.hasTokens())
        .mapToInt(InputShape::size)
        .reduce(0, Math::addExact);
  }

  /** Returns the number of values of a target frame, or 0. */
  int targetWidth() {
    return target == Target.CLASSES ? 0 : targets;
  }
}
