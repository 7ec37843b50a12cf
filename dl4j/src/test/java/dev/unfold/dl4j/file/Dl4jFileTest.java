package dev.unfold.dl4j.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Files that DL4J saved are read as DL4J reads them. */
class Dl4jFileTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void aStackInAZip(DataType numbers) throws IOException {
    MultiLayerConfiguration configuration = SavedNetworks.stack(numbers);
    MultiLayerNetwork network = SavedNetworks.network(configuration);
    Dl4jFile read = read(network);
    assertThat(read.parameters().orElseThrow())
        .isEqualTo(network.params().castTo(DataType.FLOAT).dup().data().asFloat());
    assertThat(read.configuration())
        .isInstanceOfSatisfying(
            Dl4jConfiguration.Stack.class,
            stack -> assertThat(stack.layers()).isEqualTo(network.getLayerWiseConfigurations()));
    assertThat(read.configuration().parameterCount()).isEqualTo((int) network.numParams());
    assertThat(read.extras()).isEmpty();
  }

  @Test
  void aGraphInAZip() throws IOException {
    ComputationGraph network = SavedNetworks.network(SavedNetworks.graph());
    Dl4jFile read = read(network);
    assertThat(read.parameters().orElseThrow()).isEqualTo(network.params().dup().data().asFloat());
    assertThat(read.configuration())
        .isInstanceOfSatisfying(
            Dl4jConfiguration.Graph.class,
            graph -> assertThat(graph.graph()).isEqualTo(network.getConfiguration()));
  }

  @Test
  void aConfigurationByItself() throws IOException {
    String json = SavedNetworks.stack(DataType.FLOAT).toJson();
    Path file = Files.writeString(directory.resolve("network.json"), json, UTF_8);
    Dl4jFile read = Dl4jFileReader.read(file.toString(), CONFIGURATION);
    assertThat(read.parameters()).isEmpty();
    assertThat(read.configuration().json()).isEqualTo(json);
    assertThat(read.configuration()).isInstanceOf(Dl4jConfiguration.Stack.class);
  }

  @Test
  void everyKnownClassCanBeCreated() throws ClassNotFoundException {
    for (String name : AllowedClasses.all()) {
      assertThat(Modifier.isAbstract(Class.forName(name).getModifiers())).as(name).isFalse();
    }
  }

  @Test
  void missingFilesAreNamed() {
    String missing = directory.resolve("missing.zip").toString();
    assertThatThrownBy(() -> Dl4jFileReader.read(missing, CONFIGURATION))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ModelFormatException.class)
        .hasMessageContaining(missing);
  }

  private Dl4jFile read(org.deeplearning4j.nn.api.Model network) throws IOException {
    Path file = directory.resolve("network.zip");
    SavedNetworks.save(network, file);
    return Dl4jFileReader.read(file.toString(), CONFIGURATION);
  }
}
