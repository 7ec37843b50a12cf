package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.hmm.StatePath;
import dev.unfold.worker.network.hmm.ViterbiSearch;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decodes sources by the best path through hidden Markov models, over the words that the grammar of
 * the models allows. A source with fewer steps than any sequence of the grammar has no words.
 *
 * <p>The probability of a word is the geometric mean of the posteriors of the states of its path
 * (Williams and Renals 1999).
 */
final class HybridDecoder implements SequenceDecoder {
  private final OpenPass pass;
  private final ViterbiSearch search;

  /**
   * @param network a network with models of words
   * @param values the parameters, in the layout of the network
   * @param largest a source with the maximum number of lanes and steps
   */
  HybridDecoder(Network network, Gemm gemm, float[] values, Vocabulary vocabulary, Chunk largest) {
    search = network.wordModels().orElseThrow().recognition(values, vocabulary);
    pass = OpenPass.of(network, gemm, values, Chunk.withSource(1, largest.batch(), largest));
  }

  @Override
  public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
    List<List<float[]>> lanes =
        Stream.<List<float[]>>generate(ArrayList::new).limit(source.batch()).toList();
    Chunk chunk = Chunk.withSource(1, source.batch(), source);
    pass.forward().run(chunk);
    pass.forward()
        .outputs(
            chunk, (position, output) -> lanes.get(position % source.batch()).add(output.clone()));
    return lanes.stream().map(logits -> decoded(logits, probabilities)).toList();
  }

  private DecodedSequence decoded(List<float[]> logits, boolean probabilities) {
    if (logits.isEmpty()) {
      return DecodedSequence.of(new int[0]);
    }
    return search
        .best(logits)
        .map(
            path ->
                probabilities
                    ? new DecodedSequence(path.tokens(), probabilities(path, logits), spans(path))
                    : DecodedSequence.of(path.tokens()))
        .orElse(DecodedSequence.of(new int[0]));
  }

  private static List<DecodedSequence.Span> spans(StatePath path) {
    return path.words().stream()
        .map(word -> new DecodedSequence.Span(word.from(), word.to()))
        .toList();
  }

  private static float[] probabilities(StatePath path, List<float[]> logits) {
    float[] probabilities = new float[path.words().size()];
    for (int i = 0; i < probabilities.length; i++) {
      StatePath.Word word = path.words().get(i);
      double sum = 0;
      for (int t = word.from(); t < word.to(); t++) {
        float[] row = logits.get(t);
        sum += row[path.states()[t]] - Categorical.logNormalizer(row);
      }
      probabilities[i] =
          Math.max(Float.MIN_VALUE, (float) StrictMath.exp(sum / (word.to() - word.from())));
    }
    return probabilities;
  }

  @Override
  public void close() {
    pass.close();
  }
}
