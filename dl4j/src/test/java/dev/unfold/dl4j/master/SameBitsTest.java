package dev.unfold.dl4j.master;

import static dev.unfold.dl4j.master.MasterFixture.BATCH;
import static dev.unfold.dl4j.master.MasterFixture.STEPS;
import static dev.unfold.dl4j.master.MasterFixture.common;
import static dev.unfold.dl4j.master.MasterFixture.conf;
import static dev.unfold.dl4j.master.MasterFixture.data;
import static dev.unfold.dl4j.master.MasterFixture.initialized;
import static dev.unfold.dl4j.master.MasterFixture.lstm;
import static dev.unfold.dl4j.master.MasterFixture.master;
import static dev.unfold.dl4j.master.MasterFixture.parts;
import static dev.unfold.dl4j.master.MasterFixture.stack;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Four workers give the same bits regardless of how many run at a time; with dropout. */
class SameBitsTest {
  private static final int WORKERS = 4;

  @Test
  void whateverTheClusterIs() {
    List<DataSet> sequences = sequences();
    INDArray expected = trained(conf("local[1]"), sequences, 1);
    Collections.shuffle(sequences, new Random(5));
    assertThat(trained(conf("local[2]"), sequences, 3)).isEqualTo(expected);
    Collections.shuffle(sequences, new Random(6));
    assertThat(trained(conf("local[4]"), sequences, 7)).isEqualTo(expected);
    assertThat(trained(kryo("local[2]"), sequences, 2)).isEqualTo(expected);
  }

  @Test
  void ofDataSetsWithoutPositionsInTheSameOrder() {
    List<DataSet> sets = new ArrayList<>();
    for (int group = 0; group < 11; group++) {
      sets.add(data(group, 0, STEPS + 2));
    }
    INDArray expected = trained(conf("local[1]"), sets, 1);
    assertThat(trained(conf("local[2]"), sets, 3)).isEqualTo(expected);
    assertThat(trained(conf("local[4]"), sets, 7)).isEqualTo(expected);
    Collections.reverse(sets);
    assertThat(trained(conf("local[2]"), sets, 3)).isNotEqualTo(expected);
  }

  @Test
  void ofChunksWithoutTargets() {
    List<DataSet> sequences = sequences();
    for (int i = 0; i < sequences.size(); i += 2) {
      sequences.get(i).setLabelsMaskArray(Nd4j.zeros(BATCH, STEPS));
    }
    INDArray expected = trained(conf("local[1]"), sequences, 1);
    Nd4j.getRandom().setSeed(99);
    assertThat(trained(conf("local[3]"), sequences, 3)).isEqualTo(expected);
  }

  /** Returns more sequences than there are workers, with different lengths. */
  private static List<DataSet> sequences() {
    List<DataSet> all = new ArrayList<>();
    for (int group = 0; group < WORKERS + 2; group++) {
      all.addAll(parts(group, 1 + group));
    }
    return all;
  }

  private static INDArray trained(SparkConf conf, List<DataSet> sets, int partitions) {
    MultiLayerNetwork network =
        initialized(stack(lstm(), BackpropType.TruncatedBPTT, common().dropOut(0.8)));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      new SparkDl4jMultiLayer(spark, network, master(WORKERS))
          .fit(spark.parallelize(sets, partitions));
    }
    return network.params();
  }

  private static SparkConf kryo(String master) {
    return conf(master)
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator");
  }
}
