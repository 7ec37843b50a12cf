package dev.unfold.worker.sequence;

import java.io.Serializable;

/**
 * The kinds and widths of the inputs and targets of a network. In sequence-to-sequence networks,
 * the input is that of the source, and the decoder reads the predicted tokens.
 *
 * @param input the kind of the input of a step
 * @param inputs the number of tokens of the vocabulary, V, or of values of a frame
 * @param alphabet the size of the alphabet if words are also read as characters, else 0
 * @param target the kind of the target of a step
 * @param targets the number of classes, C, or of values of a frame
 */
public record DataShape(Input input, int inputs, int alphabet, Target target, int targets)
    implements Serializable {

  /** The kind of input at a step. */
  public enum Input {
    /** The id of a token. */
    TOKENS,
    /** Real numbers. */
    FRAMES
  }

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
    requirePositive("inputs", inputs);
    requirePositive("targets", targets);
    if (alphabet < 0 || (alphabet > 0 && input != Input.TOKENS)) {
      throw new IllegalArgumentException(
          "alphabet: expected at least 0, and 0 for frames, found " + alphabet);
    }
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
    return new DataShape(Input.TOKENS, vocabularySize, 0, Target.CLASSES, vocabularySize);
  }

  /** Returns the number of values of an input frame, or 0. */
  int frameWidth() {
    return input == Input.FRAMES ? inputs : 0;
  }

  /** Returns the number of values of a target frame, or 0. */
  int targetWidth() {
    return target == Target.CLASSES ? 0 : targets;
  }
}
