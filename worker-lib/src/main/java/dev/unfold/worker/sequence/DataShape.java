package dev.unfold.worker.sequence;

import java.io.Serializable;

/**
 * The kinds and widths of the inputs and targets of a network. In sequence to sequence, the input
 * is that of the source; the decoder reads the tokens that are predicted.
 *
 * @param input of a step
 * @param inputs tokens of the vocabulary, V, or numbers of a frame
 * @param letters of the alphabet in which the words of the input are spelled out, or 0
 * @param target of a step
 * @param targets classes, C, or numbers of a frame
 */
public record DataShape(Input input, int inputs, int letters, Target target, int targets)
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
    if (letters < 0 || (letters > 0 && input != Input.TOKENS)) {
      throw new IllegalArgumentException(
          "characters: expected at least 0, and 0 for frames, found " + letters);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1, found " + value);
    }
  }

  /** Returns a stream of tokens, each predicted from those before it. */
  public static DataShape ofStream(int vocabularySize) {
    return new DataShape(Input.TOKENS, vocabularySize, 0, Target.CLASSES, vocabularySize);
  }

  /** Numbers of an input frame, or 0. */
  int frameWidth() {
    return input == Input.FRAMES ? inputs : 0;
  }

  /** Numbers of a target frame, or 0. */
  int targetWidth() {
    return target == Target.CLASSES ? 0 : targets;
  }
}
