package dev.unfold.dl4j.master;

import static dev.unfold.dl4j.master.MasterFixture.BATCH;
import static dev.unfold.dl4j.master.MasterFixture.STEPS;
import static dev.unfold.dl4j.master.MasterFixture.common;
import static dev.unfold.dl4j.master.MasterFixture.data;
import static dev.unfold.dl4j.master.MasterFixture.initialized;
import static dev.unfold.dl4j.master.MasterFixture.lstm;
import static dev.unfold.dl4j.master.MasterFixture.master;
import static dev.unfold.dl4j.master.MasterFixture.parts;
import static dev.unfold.dl4j.master.MasterFixture.stack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Four workers give the same bits regardless of how many run at a time; with dropout. */
class SameBitsTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  private static final int WORKERS = 4;

  @Test
  void sameBitsOnEveryCluster() {
    List<DataSet> sequences = sequences();
    INDArray expected = trained(SPARK.withMaster("local[1]"), sequences, 1);
    Collections.shuffle(sequences, new Random(5));
    assertThat(trained(SPARK.withMaster("local[2]"), sequences, 3)).isEqualTo(expected);
    Collections.shuffle(sequences, new Random(6));
    assertThat(trained(SPARK.withMaster("local[4]"), sequences, 7)).isEqualTo(expected);
    assertThat(trained(kryo(), sequences, 2)).isEqualTo(expected);
  }

  @Test
  void ofDataSetsWithoutPositionsInTheSameOrder() {
    List<DataSet> sets = new ArrayList<>();
    for (int group = 0; group < 11; group++) {
      sets.add(data(group, 0, STEPS + 2));
    }
    INDArray expected = trained(SPARK.withMaster("local[1]"), sets, 1);
    assertThat(trained(SPARK.withMaster("local[2]"), sets, 3)).isEqualTo(expected);
    assertThat(trained(SPARK.withMaster("local[4]"), sets, 7)).isEqualTo(expected);
    Collections.reverse(sets);
    assertThat(trained(SPARK.withMaster("local[2]"), sets, 3)).isNotEqualTo(expected);
  }

  @Test
  void ofChunksWithoutTargets() {
    List<DataSet> sequences = sequences();
    for (int i = 0; i < sequences.size(); i += 2) {
      sequences.get(i).setLabelsMaskArray(Nd4j.zeros(BATCH, STEPS));
    }
    INDArray expected = trained(SPARK.withMaster("local[1]"), sequences, 1);
    Nd4j.getRandom().setSeed(99);
    assertThat(trained(SPARK.withMaster("local[3]"), sequences, 3)).isEqualTo(expected);
  }

  /** Returns more sequences than there are workers, with different lengths. */
  private static List<DataSet> sequences() {
    List<DataSet> all = new ArrayList<>();
    for (int group = 0; group < WORKERS + 2; group++) {
      all.addAll(parts(group, 1 + group));
    }
    return all;
  }

  private static INDArray trained(LocalSpark spark, List<DataSet> sets, int partitions) {
    MultiLayerNetwork network =
        initialized(stack(lstm(), BackpropType.TruncatedBPTT, common().dropOut(0.8)));
    JavaSparkContext context = spark.context();
    new SparkDl4jMultiLayer(context, network, master(WORKERS))
        .fit(context.parallelize(sets, partitions));
    return network.params();
  }

  private static LocalSpark kryo() {
    return SPARK.withKryo().with("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator");
  }
}
