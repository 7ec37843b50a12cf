package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.BeamSearch;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.SequenceGenerator;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;

/** Predicts a sequence for each example. */
final class SequencePredictor implements BatchPredictor {
  private final ExampleChunkLayout layout;
  private final Chunk source;
  private final Decoder decoder;

  /** A decoder of sources into sequences. */
  private interface Decoder extends AutoCloseable {
    /** Returns the tokens of each lane that has a source. */
    List<int[]> decode(Chunk source, List<NumberedExample> batch);

    @Override
    void close();
  }

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  SequencePredictor(
      ExampleNetwork network,
      DecodingStrategy decoding,
      BatchShape shape,
      Gemm gemm,
      float[] values) {
    layout = network.chunks(shape);
    source = layout.newChunk();
    if (decoding instanceof DecodingStrategy.SamplingDecoding drawn) {
      decoder =
          new SamplingDecoder(
              drawn,
              new SequenceGenerator(network.build(), gemm, values, network.tokens(), source));
    } else {
      DecodingStrategy.BeamSearchDecoding searched = (DecodingStrategy.BeamSearchDecoding) decoding;
      decoder =
          new BeamSearchDecoder(
              searched,
              new BeamSearch(
                  network.build(), gemm, values, network.tokens(), source, searched.beam()));
    }
  }

  @Override
  public List<Prediction> predict(List<NumberedExample> batch, int limit) {
    List<Example> examples = batch.stream().map(NumberedExample::example).toList();
    layout.writeInto(source, examples, StepRange.whole(limit));
    return decoder.decode(source, batch).stream()
        .limit(batch.size())
        .<Prediction>map(Prediction.Tokens::new)
        .toList();
  }

  @Override
  public void close() {
    decoder.close();
  }

  private record SamplingDecoder(
      DecodingStrategy.SamplingDecoding drawn, SequenceGenerator generator) implements Decoder {
    @Override
    public List<int[]> decode(Chunk source, List<NumberedExample> batch) {
      List<ClassSampler> samplers = new ArrayList<>();
      for (int lane = 0; lane < source.batch(); lane++) {
        long number = lane < batch.size() ? batch.get(lane).number() : 0;
        samplers.add(drawn.sampler().withStream(number));
      }
      return generator.generate(source, drawn.longest(), samplers);
    }

    @Override
    public void close() {
      generator.close();
    }
  }

  private record BeamSearchDecoder(DecodingStrategy.BeamSearchDecoding searched, BeamSearch search)
      implements Decoder {
    @Override
    public List<int[]> decode(Chunk source, List<NumberedExample> batch) {
      return search.search(source, searched.longest()).stream()
          .limit(batch.size())
          .map(hypotheses -> hypotheses.get(0).tokens())
          .toList();
    }

    @Override
    public void close() {
      search.close();
    }
  }
}
