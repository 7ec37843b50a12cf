package dev.unfold.worker.generation.text;

import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Generates texts with a language model: each token that is drawn is the next input. Several texts
 * are the lanes of one batch; the products of a step read the weights once for all of them.
 */
public final class TextGenerator implements AutoCloseable {
  private final OpenPass pass;
  private final Chunk step;
  private final OptionalInt boundary;
  private final float[][] logits;
  private final float[] allowed;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param vocabulary the tokens, with the boundary at which the state is reset
   * @param texts B, the number of texts that are generated together
   */
  public TextGenerator(
      Network network, Gemm gemm, float[] values, Vocabulary vocabulary, int texts) {
    step = new Chunk(1, texts);
    boundary = vocabulary.boundary();
    logits = new float[texts][vocabulary.size()];
    allowed = new float[vocabulary.size()];
    pass = OpenPass.of(network, gemm, values, step);
  }

  /** Receives the tokens of the texts. */
  @FunctionalInterface
  public interface DrawnTokens {
    /**
     * Receives a token, which may be a stop.
     *
     * @param text the index of the text
     * @param logits [V], the logits of the model, which are reused for the next token
     */
    void accept(int text, int token, float[] logits);
  }

  /**
   * Reads a prefix from zero states, then draws the tokens of each text.
   *
   * @param prefix the ids that every text starts from, at least one
   * @param length the number of tokens after which a text ends that has no stop
   * @param samplers draw the tokens, one for each text, at most B; no tokens are drawn for the
   *     lanes after these
   * @throws IllegalArgumentException if the prefix is empty
   */
  public void generate(
      int[] prefix, int length, List<ClassSampler> samplers, TokenRules rules, DrawnTokens output) {
    if (prefix.length == 0) {
      throw new IllegalArgumentException("the prefix must have at least one token");
    }
    pass.forward().carry().clear();
    for (int token : prefix) {
      Arrays.fill(step.inputs(), token);
      read();
    }
    List<GeneratedLane> lanes =
        samplers.stream().map(sampler -> new GeneratedLane(sampler, prefix)).toList();
    for (int i = 0; i < length && lanes.stream().anyMatch(lane -> !lane.ended); i++) {
      for (int text = 0; text < lanes.size(); text++) {
        if (!lanes.get(text).ended) {
          step.inputs()[text] = lanes.get(text).draw(logits[text], i, rules);
          output.accept(text, step.inputs()[text], logits[text]);
        }
      }
      read();
    }
  }

  /** Reads a token of each text; those that ended are read, too, but nothing is drawn for them. */
  private void read() {
    for (int text = 0; text < logits.length; text++) {
      step.resets()[text] = boundary.isPresent() && boundary.getAsInt() == step.inputs()[text];
      step.targets()[text] = Vocabulary.UNKNOWN_ID; // any class: outputs are those with a target
    }
    step.filled(1);
    pass.forward().run(step);
    pass.forward()
        .outputs(
            step, (text, output) -> System.arraycopy(output, 0, logits[text], 0, output.length));
  }

  @Override
  public void close() {
    pass.close();
  }

  /** A text while it is generated. */
  private final class GeneratedLane {
    private final ClassSampler sampler;
    private final BitSet used = new BitSet();
    private boolean ended;

    GeneratedLane(ClassSampler sampler, int[] prefix) {
      this.sampler = sampler;
      Arrays.stream(prefix).forEach(used::set);
    }

    int draw(float[] logits, int index, TokenRules rules) {
      System.arraycopy(logits, 0, allowed, 0, allowed.length);
      rules.apply(allowed, used, index);
      int token = sampler.draw(allowed, index);
      used.set(token);
      ended = rules.isStop(token);
      return token;
    }
  }
}
