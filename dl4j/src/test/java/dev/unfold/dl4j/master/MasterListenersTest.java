package dev.unfold.dl4j.master;

import static dev.unfold.dl4j.master.MasterFixture.initialized;
import static dev.unfold.dl4j.master.MasterFixture.master;
import static dev.unfold.dl4j.master.MasterFixture.parts;
import static dev.unfold.dl4j.master.MasterFixture.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class MasterListenersTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  /** Writes a file for each call to a folder, because workers call a copy of the hook. */
  private static final class Footprints implements TrainingHook {
    private static final long serialVersionUID = 1L;

    private final File folder;

    Footprints(Path folder) {
      this.folder = folder.toFile();
    }

    @Override
    public void preUpdate(org.nd4j.linalg.dataset.api.DataSet minibatch, Model model) {
      leave("pre-stack", model);
    }

    @Override
    public void postUpdate(org.nd4j.linalg.dataset.api.DataSet minibatch, Model model) {
      leave("post-stack", model);
    }

    @Override
    public void preUpdate(MultiDataSet minibatch, Model model) {
      leave("pre-graph", model);
    }

    @Override
    public void postUpdate(MultiDataSet minibatch, Model model) {
      leave("post-graph", model);
    }

    private void leave(String what, Model model) {
      int iteration = ((ComputationGraph) model).getConfiguration().getIterationCount();
      if (!new File(folder, what + "-" + iteration).mkdir()) {
        throw new IllegalStateException(what + " of iteration " + iteration + " twice");
      }
    }
  }

  @Test
  void hooksAreCalledForEveryMinibatch(@TempDir Path folder) {
    TruncatedBpttTrainingMaster master =
        master(1, builder -> builder.trainingHooks(new Footprints(folder)));
    new SparkDl4jMultiLayer(SPARK.context(), initialized(stack()), master).fit(data(3));
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "pre-stack-0",
            "pre-stack-1",
            "pre-stack-2",
            "post-stack-1",
            "post-stack-2",
            "post-stack-3");
  }

  @Test
  void hooksOfGraphsAreCalledForMultiDataSetsAndTheirFailuresAreReported(@TempDir Path folder) {
    TruncatedBpttTrainingMaster master = master(1);
    Footprints hook = new Footprints(folder);
    master.addHook(hook);
    SparkComputationGraph program =
        new SparkComputationGraph(SPARK.context(), initialized(MasterFixture.graph()), master);
    program.fit(data(1));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("pre-graph-0", "post-graph-1");
    program.getNetwork().getConfiguration().setIterationCount(0);
    assertThatThrownBy(() -> program.fit(data(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pre-graph of iteration 0 twice");
    master.removeHook(hook);
    program.fit(data(1));
  }

  @Test
  void whatListenersStoreOnWorkersReachesTheRouter() {
    MultiLayerNetwork network = initialized(stack());
    SparkDl4jMultiLayer program = new SparkDl4jMultiLayer(SPARK.context(), network, master(2));
    VanillaStatsStorageRouter router = new VanillaStatsStorageRouter();
    program.setListeners(router, List.of(new ReportingListener()));
    List<DataSet> sets = new ArrayList<>(parts(0, 3));
    sets.addAll(parts(1, 3));
    program.fit(SPARK.context().parallelize(sets, 2));
    assertThat(router.getUpdates().stream().map(Persistable::getWorkerID))
        .containsExactly("worker_0", "worker_0", "worker_1", "worker_1", "worker_0", "worker_1");
    assertThat(router.getUpdates().stream().map(Persistable::getTimeStamp))
        .as("iterations")
        .containsExactly(0L, 1L, 0L, 1L, 2L, 2L);
  }

  @Test
  void timesAreCollectedOnRequest(@TempDir Path folder) throws IOException {
    TruncatedBpttTrainingMaster master = master(2, builder -> builder.collectTrainingStats(true));
    SparkDl4jMultiLayer program =
        new SparkDl4jMultiLayer(SPARK.context(), initialized(stack()), master);
    program.fit(data(4));
    SparkTrainingStats stats = program.getSparkTrainingStats();
    assertThat(stats.getValue("ParameterAveragingMasterFitTimesMs")).hasSize(1);
    assertThat(stats.getValue("ParameterAveragingMasterMapPartitionsTimesMs")).hasSize(2);
    assertThat(stats.getValue("WorkerFlatMapProcessMiniBatchTimesMs")).hasSize(4);
    assertThat(stats.statsAsString())
        .containsPattern("ParameterAveragingMasterAggregateTimesMs +\\d+,\\d+\n");
    stats.exportStatFiles(folder.toString(), SPARK.context().sc());
    assertThat(folder.resolve("WorkerFlatMapTotalTimeMs.txt"))
        .content()
        .startsWith("machineId,")
        .hasLineCount(3);
    program.setCollectTrainingStats(false);
    assertThat(program.getSparkTrainingStats()).isNull();
  }

  @Test
  void settingsAreTheSameAfterJsonAndYaml() {
    TruncatedBpttTrainingMaster master =
        new TruncatedBpttTrainingMaster.Builder(3, 32)
            .batchSizePerWorker(64)
            .averagingFrequency(7)
            .collectTrainingStats(true)
            .build();
    assertThat(master.toJson()).contains("\"workers\" : 3", "\"averagingFrequency\" : 7");
    assertThat(TruncatedBpttTrainingMaster.fromJson(master.toJson()).toJson())
        .isEqualTo(master.toJson());
    assertThat(TruncatedBpttTrainingMaster.fromYaml(master.toYaml()).toJson())
        .isEqualTo(master.toJson());
    assertThatThrownBy(() -> TruncatedBpttTrainingMaster.fromJson("{}"))
        .hasMessageContaining("settings of a TruncatedBpttTrainingMaster");
    assertThatThrownBy(() -> new TruncatedBpttTrainingMaster.Builder(0, 32).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: expected 1 or more, found 0");
  }

  @Test
  void aWorkerTrainsAGraphByItself() {
    MultiLayerNetwork network = initialized(stack());
    SparkDl4jMultiLayer program = new SparkDl4jMultiLayer(SPARK.context(), network, master(2));
    RoundWorker worker = master(2).getWorkerInstance(program);
    ComputationGraph graph = worker.getInitialModelGraph();
    assertThat(graph.params()).isEqualTo(network.params());
    assertThat(worker.processMinibatch(MasterFixture.part(0, 0), graph, false)).isNull();
    WorkerRoundResult result = worker.processMinibatch(MasterFixture.part(0, 1), graph, true);
    assertThat(result.end().counts().updates()).isEqualTo(2);
    assertThat(result.end().carry().after().order()).isEqualTo(1);
    assertThatThrownBy(worker::getInitialModel)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("getInitialModelGraph");
  }

  private JavaRDD<DataSet> data(int parts) {
    return SPARK.context().parallelize(parts(0, parts), 2);
  }
}
