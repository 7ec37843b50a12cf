package dev.unfold.worker.prediction;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.hmm.StatePath;
import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.RowBlockGemm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Aligns the words of examples with the steps of their inputs, by the best path through the hidden
 * Markov models of a network.
 */
public final class StateAligner implements AutoCloseable {
  private static final int MAX_LANES = 96;

  private final WordModels models;
  private final float[] values;
  private final ExampleChunkLayout layout;
  private final Chunk source;
  private final OpenPass pass;

  /**
   * @param network a network with models of words
   * @param longest the number of steps of the longest input
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  public StateAligner(ExampleNetwork network, int longest, Gemm gemm, float[] values) {
    this.values = values;
    BatchShape shape = BatchShape.of(network.lookAhead(), BatchShape.limit(longest), MAX_LANES, 1);
    layout = network.chunks(shape);
    source = layout.newChunk();
    Network built = network.build();
    models = built.wordModels().orElseThrow();
    Chunk chunk = Chunk.withSource(1, source.batch(), source);
    pass = OpenPass.of(built, new RowBlockGemm(gemm), values, chunk);
  }

  /** Returns the maximum number of examples that are aligned together. */
  public int lanes() {
    return layout.batch();
  }

  /**
   * Returns the state of each step of each example; empty if there is no path with so many steps,
   * or a word has no model.
   */
  public List<Optional<int[]>> align(List<Example> examples) {
    int longest = examples.stream().mapToInt(example -> example.input().steps()).max().orElse(1);
    layout.writeInto(source, examples, StepRange.whole(longest));
    Chunk chunk = Chunk.withSource(1, source.batch(), source);
    List<List<float[]>> logits =
        Stream.<List<float[]>>generate(ArrayList::new).limit(source.batch()).toList();
    pass.forward().run(chunk);
    pass.forward()
        .outputs(
            chunk, (position, output) -> logits.get(position % source.batch()).add(output.clone()));
    return IntStream.range(0, examples.size())
        .mapToObj(lane -> align(examples.get(lane), logits.get(lane)))
        .toList();
  }

  private Optional<int[]> align(Example example, List<float[]> logits) {
    int[] words = ((FieldSequence.Ids) example.target()).ids();
    return IntStream.of(words).allMatch(models.states()::hasModel) && !logits.isEmpty()
        ? models.alignment(values, words).best(logits).map(StatePath::states)
        : Optional.empty();
  }

  @Override
  public void close() {
    pass.close();
  }
}
