package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.generation.fusion.LanguageModel;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Arrays;
import java.util.List;

/**
 * A language of random probabilities that depend on all tokens before; its states are the tokens.
 *
 * @param tokens V
 */
record PseudoLanguage(int tokens) implements LanguageModel {
  /** Returns the log-probability of a token after others. */
  double log(int[] before, int token) {
    CounterRandom random = new CounterRandom(Arrays.hashCode(before));
    double sum = 0;
    for (int other = 0; other < tokens; other++) {
      sum += weight(random, other);
    }
    return Math.log(weight(random, token) / sum);
  }

  private static double weight(CounterRandom random, int token) {
    return 0.02 + random.uniform(token);
  }

  /** Returns what a search adds to the log-probability of a sequence that has ended. */
  double score(int[] sequence, LanguageFusion fusion, int end) {
    double score = fusion.bonus() * sequence.length;
    for (int i = 0; i < sequence.length; i++) {
      score += fusion.weight() * log(Arrays.copyOf(sequence, i), sequence[i]);
    }
    return score + fusion.weight() * log(sequence, end);
  }

  @Override
  public Session open(Gemm gemm) {
    return new Session() {
      @Override
      public State start() {
        return state(new int[0]);
      }

      @Override
      public List<State> after(List<Extension> extensions) {
        return extensions.stream().map(PseudoLanguage.this::after).toList();
      }

      @Override
      public void close() {}
    };
  }

  private State after(Extension extension) {
    float[] before = extension.before().carry();
    int[] read = new int[before.length + 1];
    for (int i = 0; i < before.length; i++) {
      read[i] = (int) before[i];
    }
    read[before.length] = extension.token();
    return state(read);
  }

  private State state(int[] read) {
    float[] carry = new float[read.length];
    for (int i = 0; i < read.length; i++) {
      carry[i] = read[i];
    }
    float[] logs = new float[tokens];
    for (int token = 0; token < tokens; token++) {
      logs[token] = (float) log(read, token);
    }
    return new State(read.length, carry, logs);
  }
}
