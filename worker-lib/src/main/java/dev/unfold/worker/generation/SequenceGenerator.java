package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Generates a sequence from each source token by token, by greedy decoding or sampling. */
public final class SequenceGenerator implements AutoCloseable {
  private final StepwiseDecoder decoder;
  private final DecoderTokens target;

  /**
   * @param network a network that generates sequences
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param largest a source with the maximum number of lanes and steps
   */
  public SequenceGenerator(
      Network network, Gemm gemm, float[] values, DecoderTokens target, Chunk largest) {
    decoder = new StepwiseDecoder(network, gemm, values, target.rules(), largest);
    this.target = target;
  }

  /**
   * Generates a sequence for each lane, which is empty for a lane without a source.
   *
   * @param source the source, with a reset at the first step of each lane
   * @param maxLength the number of tokens after which a sequence is truncated
   * @param samplers the samplers that draw the tokens, one for each lane
   * @param probabilities whether the probability of each token is computed
   */
  public List<DecodedSequence> generate(
      Chunk source, int maxLength, List<ClassSampler> samplers, boolean probabilities) {
    decoder.start(source, target.begin());
    List<Sequence> sequences = Stream.generate(Sequence::new).limit(source.batch()).toList();
    int[] drawn = new int[source.batch()];
    float[] drawnProbabilities = new float[probabilities ? source.batch() : 0];
    for (int t = 0; t < maxLength && decoder.anyOpen(); t++) {
      int index = t;
      decoder.run(
          (lane, logits) -> {
            float[] allowed = target.allowed(logits, sequences.get(lane).used, index);
            drawn[lane] = samplers.get(lane).draw(allowed, index);
            if (probabilities) {
              drawnProbabilities[lane] =
                  Categorical.probability(logits[drawn[lane]], Categorical.logNormalizer(logits));
            }
          });
      append(drawn, drawnProbabilities, sequences);
    }
    return sequences.stream().map(Sequence::decoded).toList();
  }

  /**
   * The tokens of a lane, the steps of the source that they attend to most and, if they are
   * computed, their probabilities.
   */
  private static final class Sequence {
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Integer> attended = new ArrayList<>();
    private final List<Float> probabilities = new ArrayList<>();
    private final BitSet used = new BitSet();

    void add(int token, OptionalInt step) {
      tokens.add(token);
      used.set(token);
      step.ifPresent(attended::add);
    }

    DecodedSequence decoded() {
      float[] ofTokens = new float[probabilities.size()];
      for (int i = 0; i < ofTokens.length; i++) {
        ofTokens[i] = probabilities.get(i);
      }
      return new DecodedSequence(array(tokens), ofTokens, List.of(), array(attended), List.of());
    }

    private static int[] array(List<Integer> numbers) {
      return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private void append(int[] drawn, float[] probabilities, List<Sequence> sequences) {
    for (int lane = 0; lane < drawn.length; lane++) {
      if (decoder.isOpen(lane) && drawn[lane] == target.end()) {
        decoder.close(lane);
      } else if (decoder.isOpen(lane)) {
        sequences.get(lane).add(drawn[lane], decoder.attended(lane));
        if (probabilities.length > 0) {
          sequences.get(lane).probabilities.add(probabilities[lane]);
        }
        decoder.next(lane, drawn[lane]);
      }
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
