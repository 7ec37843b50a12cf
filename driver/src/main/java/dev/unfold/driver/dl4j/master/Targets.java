package dev.unfold.driver.dl4j.master;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** How much there is to learn in a DataSet: the steps of its labels that no mask hides. */
final class Targets {
  private Targets() {}

  /** Of all outputs together; labels without steps count once for each example. */
  static long of(MultiDataSet data) {
    long targets = 0;
    for (int output = 0; output < data.numLabelsArrays(); output++) {
      targets += of(data, output);
    }
    return targets;
  }

  private static long of(MultiDataSet data, int output) {
    INDArray labels = data.getLabels(output);
    boolean series = labels.rank() == 3;
    long all = series ? labels.size(0) * labels.size(2) : labels.size(0);
    INDArray mask = mask(data, output, series);
    return mask == null ? all : Math.round(mask.sumNumber().doubleValue() * all / mask.length());
  }

  /** DL4J hides the labels of a series where its features are hidden, unless it is told better. */
  private static INDArray mask(MultiDataSet data, int output, boolean series) {
    INDArray mask = data.getLabelsMaskArray(output);
    boolean ofFeatures = mask == null && series && data.numFeatureArrays() == 1;
    return ofFeatures ? data.getFeaturesMaskArray(0) : mask;
  }
}
