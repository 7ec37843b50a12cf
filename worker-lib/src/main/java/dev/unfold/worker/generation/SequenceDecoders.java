package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;

/** Opens the decoder of a network that predicts sequences. */
public final class SequenceDecoders {
  private SequenceDecoders() {}

  /**
   * Opens a decoder.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param vocabulary the vocabulary of the sequences, which has a boundary
   * @param largest a source with the maximum number of lanes and steps
   */
  public static SequenceDecoder open(
      DecodingStrategy decoding,
      Network network,
      Gemm gemm,
      float[] values,
      Vocabulary vocabulary,
      Chunk largest) {
    if (network.wordModels().isPresent()) {
      return new HybridDecoder(network, gemm, values, vocabulary, largest);
    }
    DecoderTokens tokens = DecoderTokens.of(vocabulary, decoding.rules());
    if (network.distribution() == OutputDistribution.ALIGNED) {
      return new AlignedDecoder(network, gemm, values, tokens, largest, decoding.search());
    }
    if (decoding instanceof DecodingStrategy.SamplingDecoding drawn) {
      return new SamplingDecoder(
          drawn, new SequenceGenerator(network, gemm, values, tokens, largest));
    }
    DecodingStrategy.BeamSearchDecoding searched = (DecodingStrategy.BeamSearchDecoding) decoding;
    return new BeamSearchDecoder(
        searched.longest(),
        new BeamSearch(network, gemm, values, tokens, largest, searched.beam()));
  }

  private record SamplingDecoder(
      DecodingStrategy.SamplingDecoding drawn, SequenceGenerator generator)
      implements SequenceDecoder {
    @Override
    public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
      List<ClassSampler> samplers = new ArrayList<>();
      for (long number : numbers) {
        samplers.add(drawn.sampler().withStream(number));
      }
      return generator.generate(source, drawn.longest(), samplers, probabilities);
    }

    @Override
    public void close() {
      generator.close();
    }
  }

  private record BeamSearchDecoder(int longest, BeamSearch search) implements SequenceDecoder {
    @Override
    public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
      return search.search(source, longest).stream()
          .map(best -> DecodedSequence.of(best, probabilities))
          .toList();
    }

    @Override
    public void close() {
      search.close();
    }
  }
}
