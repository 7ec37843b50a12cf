package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Exports models, and compares what DL4J computes from the files with Unfold's outputs. */
final class ExportedFiles {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final double TOLERANCE = 1e-5;

  private ExportedFiles() {}

  /** Exports a model, whose folder is next to the zip. */
  static Dl4jExport export(
      ExchangeCase exchangeCase, Path directory, String name, Map<String, Object> provenance)
      throws IOException {
    Model model = exchangeCase.model();
    new CommitTransaction(
            CommitFolder.open(directory.toString(), CONFIGURATION),
            name,
            files -> ModelFolder.write(files, model, Map.of(), provenance))
        .run();
    return Dl4jExport.write(
        ModelFolder.open(directory.resolve(name).toString(), CONFIGURATION),
        directory.resolve(name + ".zip").toString(),
        CONFIGURATION);
  }

  /** Compares the outputs of lanes of the given lengths in DL4J and in Unfold. */
  static void assertSame(ExchangeCase exchangeCase, Dl4jExport export, int... lengths)
      throws IOException {
    SequenceExamples sequences = new SequenceExamples(exchangeCase.shape(), lengths);
    INDArray actual = output(export, sequences);
    float[][][] expected = sequences.outputs(exchangeCase.model());
    for (int lane = 0; lane < lengths.length; lane++) {
      int last = lengths[lane] - 1;
      for (int step = exchangeCase.pools() ? last : 0; step <= last; step++) {
        INDArray row =
            exchangeCase.pools()
                ? actual.getRow(lane)
                : actual.get(
                    NDArrayIndex.point(lane), NDArrayIndex.all(), NDArrayIndex.point(step));
        assertClose(row, expected[step][lane]);
      }
    }
  }

  private static INDArray output(Dl4jExport export, SequenceExamples sequences) throws IOException {
    if (export.configuration() instanceof Dl4jConfiguration.Graph) {
      return graph(export)
          .output(false, new INDArray[] {sequences.inputs()}, new INDArray[] {sequences.mask()})[0];
    }
    return stack(export).output(sequences.inputs(), false, sequences.mask(), null);
  }

  static MultiLayerNetwork stack(Dl4jExport export) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(local(export));
  }

  static ComputationGraph graph(Dl4jExport export) throws IOException {
    return ModelSerializer.restoreComputationGraph(local(export));
  }

  private static String local(Dl4jExport export) {
    return export.path().replace("file:", "");
  }

  static void assertClose(INDArray actual, float[] expected) {
    assertThat(actual.dup().data().asFloat()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual.getFloat(i)).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
