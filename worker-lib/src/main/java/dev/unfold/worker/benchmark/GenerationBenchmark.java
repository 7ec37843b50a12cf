package dev.unfold.worker.benchmark;

import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.generation.text.TextGenerator;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures the generation of texts by a language model with random parameters: each step reads the
 * last token of each text, computes the logits of all tokens and draws the next one from the
 * softmax.
 *
 * @param warmUp the number of texts before the measurement
 * @param iterations the number of measured repetitions, at least 1
 * @param tokens the number of tokens of a text, at least 1
 */
public record GenerationBenchmark(int warmUp, int iterations, int tokens) {
  private static final long SEED = 1;

  /**
   * Measures a network.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param vocabulary V
   * @param texts B, the number of texts that are generated together
   */
  public GenerationMeasurement measure(
      Gemm gemm, LayeredNetworkSettings settings, int vocabulary, int texts) {
    Network network = Networks.of(settings, DataShape.forText(vocabulary));
    CounterRandom random = new CounterRandom(SEED);
    long[] nanos = new long[iterations];
    try (TextGenerator generator =
        new TextGenerator(network, gemm, parameters(network), names(vocabulary), texts)) {
      for (int i = -warmUp; i < iterations; i++) {
        ClassSampler sampler = new ClassSampler(1, 0, 1, random.derive(i));
        List<ClassSampler> samplers =
            IntStream.range(0, texts).mapToObj(sampler::withStream).toList();
        long started = System.nanoTime();
        generator.generate(
            new int[] {Vocabulary.UNKNOWN_ID},
            tokens,
            samplers,
            TokenRules.knownTokens(),
            (text, token, logits) -> {});
        if (i >= 0) {
          nanos[i] = System.nanoTime() - started;
        }
      }
    }
    Timings timings = new Timings(nanos);
    return new GenerationMeasurement(texts, tokens, timings.median(), timings.best());
  }

  private static float[] parameters(Network network) {
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, SEED);
      float[] values = new float[network.parameters().length()];
      parameters.get(0, values, values.length);
      return values;
    }
  }

  private static Vocabulary names(int vocabulary) {
    List<String> words = IntStream.range(1, vocabulary).mapToObj(id -> "w" + id).toList();
    return Vocabulary.of(words, false);
  }
}
