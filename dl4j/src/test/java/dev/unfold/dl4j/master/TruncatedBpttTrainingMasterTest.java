package dev.unfold.dl4j.master;

import static dev.unfold.dl4j.master.MasterFixture.BATCH;
import static dev.unfold.dl4j.master.MasterFixture.CLASSES;
import static dev.unfold.dl4j.master.MasterFixture.HIDDEN;
import static dev.unfold.dl4j.master.MasterFixture.STEPS;
import static dev.unfold.dl4j.master.MasterFixture.carrying;
import static dev.unfold.dl4j.master.MasterFixture.common;
import static dev.unfold.dl4j.master.MasterFixture.data;
import static dev.unfold.dl4j.master.MasterFixture.graph;
import static dev.unfold.dl4j.master.MasterFixture.initialized;
import static dev.unfold.dl4j.master.MasterFixture.lstm;
import static dev.unfold.dl4j.master.MasterFixture.master;
import static dev.unfold.dl4j.master.MasterFixture.part;
import static dev.unfold.dl4j.master.MasterFixture.parts;
import static dev.unfold.dl4j.master.MasterFixture.stack;
import static dev.unfold.dl4j.master.MasterFixture.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.dl4j.NonCarryableLayerException;
import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.dl4j.master.data.SequenceException;
import dev.unfold.dl4j.master.data.SequencePosition;
import dev.unfold.dl4j.master.data.WorkerAssignment;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import scala.Option;
import scala.collection.JavaConverters;

class TruncatedBpttTrainingMasterTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @Test
  void oneWorkerIsALoopOverTheSequence() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph expected = carrying(network);
    train(expected, parts(0, 5));
    program(network, 1).fit(shuffled(parts(0, 5), 3));
    assertSame(network, expected);
    assertThat(network.getIterationCount()).isEqualTo(5);
  }

  @Test
  void anotherFitStartsFromZeroStatesAndKeepsEverythingElse() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph expected = carrying(network);
    SparkDl4jMultiLayer program = program(network, 1);
    for (int epoch = 0; epoch < 2; epoch++) {
      train(expected, parts(0, 3));
      expected.incrementEpochCount();
      program.fit(shuffled(parts(0, 3), 2));
    }
    assertSame(network, expected);
    assertThat(network.getIterationCount()).isEqualTo(6);
    assertThat(network.getEpochCount()).isEqualTo(2);
  }

  @Test
  void sequencesOfAWorkerAreTrainedOneAfterTheOther() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph expected = carrying(network);
    train(expected, parts(1, 4));
    train(expected, parts(0, 3));
    List<DataSet> all = new ArrayList<>(parts(0, 3));
    all.addAll(parts(1, 4));
    program(network, 1).fit(shuffled(all, 3));
    assertSame(network, expected);
  }

  @Test
  void stateIsCarriedByEachWorkerAndTheAverageIsWeighted() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph first = carrying(network);
    train(first, parts(0, 2));
    TruncatedBpttGraph second = carrying(network);
    second.clearStates(BATCH);
    second.fit(part(1, 0).toMultiDataSet());
    List<DataSet> all = new ArrayList<>(parts(0, 2));
    all.add(part(1, 0));
    program(network, 2).fit(shuffled(all, 2));
    assertThat(network.params()).isEqualTo(weighted(first.params(), 2, second.params(), 1));
    assertThat(network.getUpdater().getStateViewArray())
        .isEqualTo(weighted(updater(first), 2, updater(second), 1));
    assertThat(network.getIterationCount()).isEqualTo(2);
  }

  @Test
  void aGraphIsTrainedLikeAStack() {
    MultiLayerNetwork stack = initialized(stack());
    ComputationGraph graph = initialized(graph());
    graph.setParams(stack.params());
    program(stack, 2).fit(shuffled(twoSequences(), 3));
    program(graph, 2).fit(shuffled(twoSequences(), 2));
    assertThat(graph.params()).isEqualTo(stack.params());
    assertThat(graph.getUpdater().getStateViewArray())
        .isEqualTo(stack.getUpdater().getStateViewArray());
    assertThat(graph.getConfiguration().getIterationCount()).isEqualTo(stack.getIterationCount());
  }

  @Test
  void multiDataSetsAreTrainedLikeDataSets() {
    ComputationGraph expected = initialized(graph());
    program(expected, 2).fit(shuffled(twoSequences(), 3));
    ComputationGraph graph = initialized(graph());
    List<MultiDataSet> sets =
        new ArrayList<>(twoSequences().stream().map(DataSet::toMultiDataSet).toList());
    program(graph, 2).fitMultiDataSet(SPARK.context().parallelize(sets, 2));
    assertThat(graph.params()).isEqualTo(expected.params());
  }

  @Test
  void filesAreTrainedLikeDataSets(@TempDir Path folder) throws IOException {
    MultiLayerNetwork expected = initialized(stack());
    program(expected, 2).fit(shuffled(twoSequences(), 3));
    List<DataSet> sets = twoSequences();
    for (int i = 0; i < sets.size(); i++) {
      sets.get(i).save(folder.resolve(i + ".bin").toFile());
    }
    MultiLayerNetwork network = initialized(stack());
    program(network, 2).fit(folder.toUri().toString());
    assertThat(network.params()).isEqualTo(expected.params());
  }

  @Test
  void dataSetsWithoutPositionsAreCutIntoChunksAndBeginWithZeros() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph expected = carrying(network);
    List<DataSet> sets = new ArrayList<>();
    for (int group = 0; group < 3; group++) {
      train(expected, List.of(data(group, 0, STEPS), data(group, 1, STEPS)));
      sets.add(data(group, 0, 2 * STEPS));
    }
    program(network, 1).fit(SPARK.context().parallelize(sets, 2));
    assertSame(network, expected);
    assertThat(network.getIterationCount()).isEqualTo(6);
  }

  @Test
  void minibatchesAreMadeOfDataSetsWithoutPositions() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph expected = carrying(network);
    List<DataSet> examples = new ArrayList<>();
    for (int group = 0; group < 3; group++) {
      DataSet batch = data(group, 0, STEPS);
      train(expected, List.of(batch));
      examples.addAll(batch.asList());
    }
    TruncatedBpttTrainingMaster master =
        new TruncatedBpttTrainingMaster.Builder(1, 1)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(2)
            .build();
    new SparkDl4jMultiLayer(SPARK.context(), network, master)
        .fit(SPARK.context().parallelize(examples, 2));
    assertSame(network, expected);
  }

  @Test
  void masksAreHonored() {
    MultiLayerNetwork network = initialized(stack());
    List<DataSet> sets = parts(0, 3);
    INDArray features = Nd4j.ones(BATCH, STEPS);
    features.putScalar(1, STEPS - 1, 0);
    INDArray labels = Nd4j.ones(BATCH, STEPS);
    labels.putScalar(0, 0, 0);
    labels.putScalar(1, STEPS - 1, 0);
    sets.get(0).setFeaturesMaskArray(features);
    sets.get(0).setLabelsMaskArray(labels);
    sets.get(1).setLabelsMaskArray(Nd4j.zeros(BATCH, STEPS));
    TruncatedBpttGraph expected = carrying(network);
    expected.clearStates(BATCH);
    expected.fit(sets.get(0).toMultiDataSet());
    expected.setStates(expected.states());
    expected.pass(sets.get(1).toMultiDataSet());
    expected.setStates(expected.states());
    expected.fit(sets.get(2).toMultiDataSet());
    program(network, 1).fit(SPARK.context().parallelize(sets, 1));
    assertSame(network, expected);
    assertThat(network.getIterationCount()).as("nothing to learn, no update").isEqualTo(2);
  }

  @Test
  void aMaskOfFeaturesAloneHidesNoLabels() {
    MultiLayerNetwork network = initialized(stack());
    TruncatedBpttGraph masked = carrying(network);
    TruncatedBpttGraph plain = carrying(network);
    DataSet data = part(0, 0);
    train(plain, List.of(data));
    data.setFeaturesMaskArray(Nd4j.zeros(BATCH, STEPS));
    train(masked, List.of(data));
    assertThat(masked.params()).isEqualTo(plain.params());
  }

  @Test
  void anUpdaterMayHaveNoMemoryAndGradientsNoDivisor() {
    NeuralNetConfiguration.Builder common = common().updater(new Sgd(0.1)).miniBatch(false);
    MultiLayerNetwork network = initialized(stack(lstm(), BackpropType.TruncatedBPTT, common));
    MultiLayerNetwork expected = network.clone();
    program(network, 1).fit(SPARK.context().parallelize(parts(0, 1), 1));
    expected.fit(part(0, 0));
    assertThat(network.params()).isEqualTo(expected.params());
  }

  @Test
  void wholeSequencesAreTrainedAsDl4jDoes() {
    LSTM half = new LSTM.Builder().nIn(CLASSES).nOut(HIDDEN / 2).build();
    Bidirectional layer = new Bidirectional(Bidirectional.Mode.CONCAT, half);
    MultiLayerNetwork network = initialized(stack(layer, BackpropType.Standard, common()));
    MultiLayerNetwork expected = network.clone();
    List<DataSet> sets = new ArrayList<>();
    for (int group = 0; group < 3; group++) {
      sets.add(data(group, 0, 2 * STEPS));
      expected.fit(data(group, 0, 2 * STEPS));
    }
    program(network, 1).fit(SPARK.context().parallelize(sets, 2));
    assertThat(network.params()).isEqualTo(expected.params());
    assertThat(network.getUpdater().getStateViewArray())
        .isEqualTo(expected.getUpdater().getStateViewArray());
    assertThatThrownBy(() -> program(network, 1).fit(SPARK.context().parallelize(parts(0, 1), 1)))
        .isInstanceOf(SequenceException.class)
        .hasMessage(
            "the data has positions in sequences, as of lane 0.0, but the network trains whole"
                + " sequences: expected backpropType TruncatedBPTT, found Standard");
  }

  @Test
  void refusesByNameWhatCannotBeCarried() {
    SimpleRnn layer = new SimpleRnn.Builder().nIn(CLASSES).nOut(HIDDEN).build();
    MultiLayerNetwork network = initialized(stack(layer, BackpropType.TruncatedBPTT, common()));
    assertThatThrownBy(() -> program(network, 1).fit(SPARK.context().parallelize(parts(0, 1), 1)))
        .isInstanceOf(NonCarryableLayerException.class)
        .hasMessageStartingWith("layer 0 is a SimpleRnn");
  }

  @Test
  void refusesPositionsOfWhichOneIsMissing() {
    List<DataSet> sets = parts(0, 3);
    sets.get(1).setExampleMetaData(List.of(new SequencePosition("lane 0.0", 1)));
    assertThatThrownBy(
            () -> program(initialized(stack()), 1).fit(SPARK.context().parallelize(sets, 2)))
        .isInstanceOf(SequenceException.class)
        .hasMessage(
            "the DataSet with part 1 of sequence lane 0.0: expected a SequencePosition for each of"
                + " its 2 examples, found 1");
  }

  @Test
  void aLossThatIsNotFiniteEndsTraining() {
    MultiLayerNetwork network = initialized(stack());
    List<DataSet> sets = twoSequences();
    sets.get(sets.size() - 1).getFeatures().putScalar(0, Float.NaN);
    MultiLayerNetwork expected = initialized(stack());
    program(expected, 2).fit(SPARK.context().parallelize(twoSequences().subList(0, 4), 2));
    assertThatThrownBy(() -> program(network, 2).fit(SPARK.context().parallelize(sets, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "round 2, worker 1: the loss of iteration 3 is not finite, found NaN; the network is"
                + " as it was before the round");
    assertThat(network.getIterationCount()).isEqualTo(2);
  }

  @Test
  void leavesTheStorageLevelOfTheDataAlone() {
    JavaRDD<DataSet> data = SPARK.context().parallelize(parts(0, 2), 2);
    data.persist(StorageLevel.MEMORY_AND_DISK());
    program(initialized(stack()), 1).fit(data);
    assertThat(data.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK());
    data.unpersist();
  }

  @Test
  void leavesNoBroadcastAndNoShuffleBehind() throws InterruptedException {
    Set<BlockId> before = Set.copyOf(broadcasts());
    Set<Object> shufflesBefore = Set.copyOf(shuffles()); // of other tests
    program(initialized(stack()), 1).fit(shuffled(parts(0, 5), 2));
    // Spark removes a destroyed broadcast in another thread.
    long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!trainingDataSince(before).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(trainingDataSince(before)).isEmpty();
    assertThat(shuffles()).isSubsetOf(shufflesBefore);
    Broadcast<byte[]> kept =
        SPARK.context().broadcast(JavaSerialized.of(new WorkerAssignment(0, false, null, null)));
    assertThat(trainingDataSince(before)).as("what is looked for").hasSize(1);
    kept.destroy();
  }

  /** Returns the ids of the shuffles whose output Spark keeps. */
  private static Set<Object> shuffles() {
    MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    return JavaConverters.setAsJavaSet(tracker.shuffleStatuses().keySet());
  }

  private static List<BlockId> broadcasts() {
    return JavaConverters.seqAsJavaList(
        SparkEnv.get()
            .blockManager()
            .getMatchingBlockIds(id -> id.name().matches("broadcast_\\d+")));
  }

  /** Returns the network states and assignments in later broadcasts, without Spark's own ones. */
  private static List<Object> trainingDataSince(Set<BlockId> before) {
    List<Object> values = new ArrayList<>();
    for (BlockId block : broadcasts()) {
      if (before.contains(block)) {
        continue;
      }
      Option<BlockResult> result = SparkEnv.get().blockManager().getLocalValues(block);
      // Reading to the end releases the block.
      if (result.isDefined() && result.get().data().toList().head() instanceof byte[] bytes) {
        Object value = JavaSerialized.read(bytes, Object.class);
        if (value instanceof NetworkState || value instanceof WorkerAssignment) {
          values.add(value);
        }
      }
    }
    return values;
  }

  @Test
  void emptyDataLeavesTheNetworkAsItIs() {
    MultiLayerNetwork network = initialized(stack());
    INDArray before = network.params().dup();
    program(network, 2).fit(SPARK.context().parallelize(new ArrayList<DataSet>(), 1));
    assertThat(network.params()).isEqualTo(before);
  }

  private static List<DataSet> twoSequences() {
    List<DataSet> all = new ArrayList<>(parts(0, 4));
    all.addAll(parts(1, 4));
    return all;
  }

  private SparkDl4jMultiLayer program(MultiLayerNetwork network, int workers) {
    return new SparkDl4jMultiLayer(SPARK.context(), network, master(workers));
  }

  private SparkComputationGraph program(ComputationGraph network, int workers) {
    return new SparkComputationGraph(SPARK.context(), network, master(workers));
  }

  private JavaRDD<DataSet> shuffled(List<DataSet> sets, int partitions) {
    List<DataSet> copy = new ArrayList<>(sets);
    Collections.shuffle(copy, new Random(partitions));
    return SPARK.context().parallelize(copy, partitions);
  }

  private static void assertSame(MultiLayerNetwork network, ComputationGraph expected) {
    assertThat(network.params()).isEqualTo(expected.params());
    assertThat(network.getUpdater().getStateViewArray()).isEqualTo(updater(expected));
  }

  private static INDArray updater(ComputationGraph graph) {
    return graph.getUpdater().getStateViewArray();
  }

  private static INDArray weighted(INDArray a, int ofA, INDArray b, int ofB) {
    INDArray average = Nd4j.create(a.shape());
    double all = ofA + ofB;
    for (long i = 0; i < a.length(); i++) {
      average.putScalar(i, (float) (ofA / all * a.getDouble(i) + ofB / all * b.getDouble(i)));
    }
    return average;
  }
}
