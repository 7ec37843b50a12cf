package dev.unfold.worker.sequence;

import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.Serializable;

/**
 * The shape of one input of each step.
 *
 * @param kind the kind of the input
 * @param size the number of tokens of the vocabulary, V, or of values of a frame
 * @param embedding the width of the embedding of tokens; 0 means that of the network, and is the
 *     value for frames
 * @param into where the network reads it
 */
public record InputShape(Kind kind, int size, int embedding, InputSettings.Into into)
    implements Serializable {
  /** The kind of an input. */
  public enum Kind {
    /** The id of a token. */
    TOKENS,
    /** Real numbers. */
    FRAMES
  }

  public InputShape {
    if (size < 1) {
      throw new IllegalArgumentException("size of an input: expected at least 1, found " + size);
    }
    if (embedding < 0 || (embedding > 0 && kind == Kind.FRAMES)) {
      throw new IllegalArgumentException(
          "embedding: expected at least 0, and 0 for frames, found " + embedding);
    }
  }

  /** Returns the same input, read elsewhere. */
  public InputShape with(InputSettings.Into other) {
    return new InputShape(kind, size, embedding, other);
  }

  /** Returns whether it equals another shape; see {@link DataShape#sameAs}. */
  boolean sameAs(InputShape other) {
    return kind == other.kind
        && size == other.size
        && embedding == other.embedding
        && into == other.into;
  }

  /** Returns the shape of tokens whose embedding is as wide as that of the network. */
  public static InputShape ofTokens(int vocabularySize) {
    return new InputShape(Kind.TOKENS, vocabularySize, 0, InputSettings.Into.STEPS);
  }

  /** Returns the shape of frames. */
  public static InputShape ofFrames(int width) {
    return new InputShape(Kind.FRAMES, width, 0, InputSettings.Into.STEPS);
  }

  /** Returns whether it consists of tokens. */
  public boolean hasTokens() {
    return kind == Kind.TOKENS;
  }
}
