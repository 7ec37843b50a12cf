package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares networks that look ahead, chunk by chunk, with the same networks over whole examples.
 */
class LookAheadTest {
  private static final int[] LENGTHS = {12, 3, 9, 1};
  private static final int LONGEST = 12;
  private static final DataShape SHAPE =
      new DataShape(InputShape.ofTokens(9), DataShape.Target.CLASSES, 4);

  static List<LayeredNetworkSettings> networks() {
    List<LayeredNetworkSettings> networks = new ArrayList<>();
    for (List<LayerSettings> layers : LayerExamples.lookingAhead()) {
      networks.add(NetworkFixture.tagger(layers));
    }
    LayerSettings wide = new TimeDelaySettings(6, List.of(-2, 0, 2), Activation.TANH, false);
    LayerSettings far = new TimeDelaySettings(5, List.of(-4, 2), Activation.TANH, false);
    for (List<LayerSettings> layers :
        List.of(List.of(wide, far), List.of(wide, new LstmSettings(4, false, 0), far, wide))) {
      networks.add(toVector(layers, Pooling.LAST, 1));
      networks.add(toVector(layers, Pooling.MEAN, 1));
      networks.add(toVector(layers, Pooling.MEAN, 2));
      networks.add(toVector(layers, Pooling.MAX, 3));
    }
    return networks;
  }

  /** Plain Java sums each output in the same order, whatever the number of rows. */
  @ParameterizedTest
  @MethodSource("networks")
  void chunksHaveTheBitsOfWholeExamples(LayeredNetworkSettings network) {
    assertChunksAreWhole(network, GemmProvider.JAVA, 0);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void chunksAreWholeExamplesWithOneDnn(LayeredNetworkSettings network) {
    assertChunksAreWhole(network, GemmProvider.ONEDNN, 1e-6f);
  }

  private static void assertChunksAreWhole(
      LayeredNetworkSettings network, GemmProvider provider, float tolerance) {
    SortedMap<String, float[]> whole = outputs(network, provider, LONGEST);
    boolean toVector = network.kind() == Kind.SEQUENCE_TO_VECTOR;
    assertThat(whole).hasSize(toVector ? LENGTHS.length : IntStream.of(LENGTHS).sum());
    for (int steps : new int[] {1, 2, 5, 11}) {
      SortedMap<String, float[]> chunked = outputs(network, provider, steps);
      assertThat(chunked.keySet()).isEqualTo(whole.keySet());
      chunked.forEach(
          (step, output) ->
              assertThat(output)
                  .as("%s in chunks of %d", step, steps)
                  .containsExactly(whole.get(step), Offset.offset(tolerance)));
    }
  }

  /** Returns the outputs by lane and step, computed twice to see that the first leave no trace. */
  private static SortedMap<String, float[]> outputs(
      LayeredNetworkSettings network, GemmProvider provider, int steps) {
    BatchDimensions cut = new BatchDimensions(LENGTHS.length, steps, network.lookAhead());
    TargetPosition place =
        network.kind() == Kind.SEQUENCE_TO_VECTOR
            ? TargetPosition.LAST_STEP
            : TargetPosition.EVERY_STEP;
    ExampleChunkLayout layout =
        new ExampleChunkLayout(
            Math.min(LONGEST, steps + network.lookAhead()), LENGTHS.length, SHAPE, place, 0);
    Chunk chunk = layout.newChunk();
    SortedMap<String, float[]> outputs = new TreeMap<>();
    try (NetworkFixture fixture =
        new NetworkFixture(provider.open(Precision.F32), network, SHAPE, chunk)) {
      for (int i = 0; i < 2 * cut.chunks(LONGEST); i++) {
        int index = i % cut.chunks(LONGEST);
        layout.writeInto(chunk, examples(), cut.range(LONGEST, index));
        fixture.forward.run(chunk);
        fixture.forward.outputs(
            chunk,
            (position, output) -> {
              int step = index * steps + position / chunk.batch();
              outputs.put("step " + step + " of lane " + position % chunk.batch(), output.clone());
            });
      }
    }
    return outputs;
  }

  private static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (int length : LENGTHS) {
      CounterRandom random = new CounterRandom(length);
      int[] words = IntStream.range(0, length).map(i -> (int) (9 * random.uniform(i))).toArray();
      examples.add(
          new Example(new FieldSequence.Ids(words), new FieldSequence.Ids(new int[length])));
    }
    return examples;
  }

  private static LayeredNetworkSettings toVector(
      List<LayerSettings> layers, Pooling pooling, int stride) {
    return new LayeredNetworkSettings(
        Kind.SEQUENCE_TO_VECTOR,
        layers,
        5,
        0,
        new EncoderSettings(pooling, stride, CharEncoderSettings.defaults()),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }
}
