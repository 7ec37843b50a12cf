package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.DecodedSequence;
import dev.unfold.worker.generation.SequenceDecoder;
import dev.unfold.worker.generation.SequenceDecoders;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Predicts a sequence for each example. */
final class SequencePredictor implements BatchPredictor {
  private final ExampleChunkLayout layout;
  private final Chunk source;
  private final SequenceDecoder decoder;
  private final boolean probabilities;
  private final InputColumns inputs;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  SequencePredictor(
      ExampleNetwork network,
      PredictionOptions options,
      BatchShape shape,
      Gemm gemm,
      float[] values) {
    inputs = network.inputs();
    layout = network.chunks(shape);
    source = layout.newChunk();
    probabilities = options.outputs().probabilities();
    decoder =
        SequenceDecoders.open(
            options.decoding(), network.build(), gemm, values, network.vocabulary(), source);
  }

  @Override
  public List<Prediction> predict(List<NumberedExample> batch, int limit) {
    List<Example> examples = batch.stream().map(NumberedExample::example).toList();
    layout.writeInto(source, examples, StepRange.whole(limit));
    long[] numbers = new long[source.batch()];
    for (int lane = 0; lane < batch.size(); lane++) {
      numbers[lane] = batch.get(lane).number();
    }
    return decoder.decode(source, numbers, probabilities).stream()
        .limit(batch.size())
        .<Prediction>map(
            decoded ->
                new Prediction.Tokens(decoded.tokens(), decoded.probabilities(), times(decoded)))
        .toList();
  }

  private List<Prediction.Tokens.Time> times(DecodedSequence decoded) {
    return decoded.spans().stream()
        .map(span -> new Prediction.Tokens.Time(inputs.time(span.from()), inputs.time(span.to())))
        .toList();
  }

  @Override
  public SegmentPredictor segments(BooleanSupplier cancelled) {
    throw new UnsupportedOperationException("a sequence is generated from a whole input");
  }

  @Override
  public void close() {
    decoder.close();
  }
}
