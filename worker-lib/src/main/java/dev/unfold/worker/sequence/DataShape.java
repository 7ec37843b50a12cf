package dev.unfold.worker.sequence;

import java.io.Serializable;

/**
 * What a network reads at a step and what it predicts. Where it makes a sequence of a source, it is
 * the source that is read; the tokens before a step are those that are predicted.
 *
 * @param input of a step
 * @param inputs tokens of the vocabulary, V, or numbers of a frame
 * @param letters of the alphabet in which the words of the input are spelled out, or 0
 * @param target of a step
 * @param targets classes, C, or numbers of a frame
 */
public record DataShape(Input input, int inputs, int letters, Target target, int targets)
    implements Serializable {

  /** What is read at a step. */
  public enum Input {
    /** The id of a token. */
    TOKENS,
    /** Real numbers. */
    FRAMES
  }

  /** What is predicted. */
  public enum Target {
    /** One of several classes. */
    CLASSES,
    /** Which of several things are there, each on its own: numbers that are 0 or 1. */
    SETS,
    /** Real numbers. */
    FRAMES
  }

  public DataShape {
    requirePositive("inputs", inputs);
    requirePositive("targets", targets);
    if (letters < 0 || (letters > 0 && input != Input.TOKENS)) {
      throw new IllegalArgumentException(
          "letters: expected at least 0, and 0 for frames, found " + letters);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1, found " + value);
    }
  }

  /** A stream of tokens, each predicted from those before it. */
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
