package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.unfold.dl4j.network.Dl4jStacks;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that corresponds to no built-in one is imported as a DL4J network. */
class Dl4jForeignImportTest {
  private static final int STEPS = 6;
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  @Test
  void givesTheSameOutputs() throws IOException {
    MultiLayerNetwork network =
        saved(Dl4jStacks.peepholeLstm(Dl4jStacks.INPUTS, Dl4jStacks.HIDDEN));
    Dl4jImport read = read();
    assertThat(read.foreign()).get().asString().startsWith("layer layer0, which is a GravesLSTM");
    Model model = read.model();
    assertThat(model.config().network()).isInstanceOf(ForeignNetworkSettings.class);

    SequenceExamples sequences = new SequenceExamples(model.config().shape(), STEPS);
    DataShape oneHot = model.config().shape();
    INDArray inputs = Nd4j.zeros(1, oneHot.input().size(), STEPS);
    INDArray ids = sequences.inputs();
    for (int step = 0; step < STEPS; step++) {
      inputs.putScalar(0, ids.getInt(0, 0, step), step, 1);
    }
    INDArray expected = network.output(inputs);
    float[][][] actual = sequences.outputs(model);
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < Dl4jStacks.CLASSES; i++) {
        assertThat(actual[step][0][i]).isCloseTo(expected.getFloat(0, i, step), offset(1e-5f));
      }
    }
  }

  @Test
  void refusesWhatCannotReadAStream() throws IOException {
    saved(
        new SimpleRnn.Builder()
            .nIn(Dl4jStacks.INPUTS)
            .nOut(Dl4jStacks.HIDDEN)
            .activation(Activation.RELU)
            .build());
    Dl4jImport read = read();
    assertThatThrownBy(read::model)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("of a text")
        .hasMessageContaining("layer 0, a SimpleRnn");
  }

  private MultiLayerNetwork saved(Layer layer) throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(Dl4jStacks.perStep(layer));
    network.init();
    ModelSerializer.writeModel(network, directory.resolve("saved.zip").toFile(), true);
    return network;
  }

  private Dl4jImport read() throws IOException {
    Path vocabulary = Files.writeString(directory.resolve("vocabulary.txt"), "<unk>\na\n\\n\n");
    ModelSignature signature = ModelSignature.ofVocabulary(vocabulary.toString(), CONFIGURATION);
    String file = directory.resolve("saved.zip").toString();
    return Dl4jImport.read(file, Optional.of(signature), CONFIGURATION);
  }
}
