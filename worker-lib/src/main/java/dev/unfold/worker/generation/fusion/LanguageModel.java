package dev.unfold.worker.generation.fusion;

import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.Serializable;
import java.util.List;

/** A language model that knows the tokens of a decoder, which have the ids of the decoder here. */
public interface LanguageModel extends Serializable {
  /**
   * Opens the model for one thread.
   *
   * @param gemm the matrix multiplication of the calling thread, which is not closed with it
   */
  Session open(Gemm gemm);

  /** The model while one thread reads it. */
  interface Session extends AutoCloseable {
    /** Returns the state before the first token. */
    State start();

    /** Returns the states after one more token each, independently of each other. */
    List<State> after(List<Extension> extensions);

    @Override
    void close();
  }

  /**
   * The state after some tokens; the arrays are not copied and must not be modified.
   *
   * @param length the number of tokens
   * @param carry the states of the network
   * @param logProbabilities [V]: the log-probability of each token as the next one; that of the end
   *     token is 0 if the model knows no end
   */
  record State(int length, float[] carry, float[] logProbabilities) {}

  /** A state with the token that follows. */
  record Extension(State before, int token) {}
}
