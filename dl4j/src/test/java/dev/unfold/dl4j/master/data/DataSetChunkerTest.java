package dev.unfold.dl4j.master.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class DataSetChunkerTest {
  private static final int BATCH = 2;
  private static final int WIDTH = 3;
  private static final int STEPS = 7;
  private static final int LENGTH = 3;

  @Test
  void seriesTokensAndMasksAreCutAndTheRestIsWhole() {
    INDArray[] features = {tokens(STEPS), series(STEPS), Nd4j.ones(BATCH, WIDTH)};
    INDArray[] featureMasks = {mask(), null, null};
    INDArray[] labels = {series(STEPS), Nd4j.ones(BATCH, WIDTH)};
    INDArray[] labelMasks = {mask(), Nd4j.ones(BATCH, 1)};
    List<org.nd4j.linalg.dataset.api.MultiDataSet> chunks =
        chunks().of(new MultiDataSet(features, labels, featureMasks, labelMasks));
    assertThat(chunks).hasSize(3);
    for (int i = 0; i < chunks.size(); i++) {
      org.nd4j.linalg.dataset.api.MultiDataSet chunk = chunks.get(i);
      int steps = i < 2 ? LENGTH : 1;
      assertThat(chunk.getFeatures(0).shape()).containsExactly(BATCH, steps);
      assertThat(chunk.getFeatures(0).getInt(1, 0)).isEqualTo(STEPS + i * LENGTH);
      assertThat(chunk.getFeatures(1).shape()).containsExactly(BATCH, WIDTH, steps);
      assertThat(chunk.getFeatures(2).shape()).containsExactly(BATCH, WIDTH);
      assertThat(chunk.getFeaturesMaskArray(0).shape()).containsExactly(BATCH, steps);
      assertThat(chunk.getFeaturesMaskArray(1)).isNull();
      assertThat(chunk.getLabels(0).shape()).containsExactly(BATCH, WIDTH, steps);
      assertThat(chunk.getLabels(0).getDouble(0, 0, 0)).isEqualTo(i * LENGTH);
      assertThat(chunk.getLabelsMaskArray(0).shape()).containsExactly(BATCH, steps);
      assertThat(chunk.getLabelsMaskArray(1).shape()).containsExactly(BATCH, 1);
    }
  }

  @Test
  void whatIsNotLongerIsOneChunk() {
    MultiDataSet data = new MultiDataSet(series(LENGTH), series(LENGTH));
    assertThat(chunks().of(data)).containsExactly(data);
  }

  @Test
  void refusesSeriesOfDifferentLengths() {
    assertThatThrownBy(() -> chunks().of(new MultiDataSet(tokens(STEPS), series(LENGTH))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected time series of one length in a DataSet, found [");
  }

  @Test
  void targetsAreTheLabelsThatTheirMaskDoesNotHide() {
    INDArray series = series(STEPS);
    INDArray mask = mask();
    INDArray[] features = {series};
    INDArray[] labels = {series};
    assertThat(TargetCounter.of(new MultiDataSet(series, series))).isEqualTo(BATCH * STEPS);
    assertThat(TargetCounter.of(new MultiDataSet(features, labels, null, new INDArray[] {mask})))
        .isEqualTo(BATCH * STEPS - 1);
    assertThat(TargetCounter.of(new MultiDataSet(features, labels, new INDArray[] {mask}, null)))
        .as("a mask of features")
        .isEqualTo(BATCH * STEPS);
    INDArray ofEach = Nd4j.ones(BATCH, WIDTH, STEPS);
    ofEach.slice(0).assign(0);
    assertThat(TargetCounter.of(new MultiDataSet(features, labels, null, new INDArray[] {ofEach})))
        .isEqualTo((BATCH - 1) * STEPS);
    assertThat(TargetCounter.of(new MultiDataSet(series, Nd4j.ones(BATCH, WIDTH))))
        .isEqualTo(BATCH);
    INDArray column = Nd4j.create(new double[][] {{1}, {0}});
    assertThat(
            TargetCounter.of(
                new MultiDataSet(
                    features,
                    new INDArray[] {Nd4j.ones(BATCH, WIDTH)},
                    null,
                    new INDArray[] {column})))
        .isEqualTo(1);
  }

  private static DataSetChunker chunks() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("tokens", "series", "still")
            .addLayer(
                "embedding",
                new EmbeddingSequenceLayer.Builder().nIn(STEPS).nOut(WIDTH).build(),
                "tokens")
            .addLayer(
                "lstm",
                new LSTM.Builder().nIn(2 * WIDTH).nOut(WIDTH).build(),
                "embedding",
                "series")
            .addLayer("out", new RnnLossLayer.Builder().build(), "lstm")
            .setOutputs("out")
            .backpropType(BackpropType.TruncatedBPTT)
            .tBPTTForwardLength(LENGTH)
            .tBPTTBackwardLength(LENGTH)
            .validateOutputLayerConfig(false)
            .allowDisconnected(true)
            .build();
    return new DataSetChunker(configuration);
  }

  private static INDArray tokens(int steps) {
    return Nd4j.arange(BATCH * steps).castTo(DataType.FLOAT).reshape(BATCH, steps);
  }

  private static INDArray series(int steps) {
    INDArray series = Nd4j.create(DataType.FLOAT, BATCH, WIDTH, steps);
    for (int t = 0; t < steps; t++) {
      series.putScalar(0, 0, t, t);
    }
    return series;
  }

  /** Masks one step. */
  private static INDArray mask() {
    INDArray mask = Nd4j.ones(BATCH, STEPS);
    mask.putScalar(0, 0, 0);
    return mask;
  }
}
