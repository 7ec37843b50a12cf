package dev.unfold.dl4j.master;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * How much there is to learn in a DataSet: the steps of its labels that their mask does not hide. A
 * mask of features hides no labels: DL4J computes the loss of them all.
 */
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
    long all = labels.rank() == 3 ? labels.size(0) * labels.size(2) : labels.size(0);
    INDArray mask = data.getLabelsMaskArray(output);
    return mask == null ? all : Math.round(mask.sumNumber().doubleValue() * all / mask.length());
  }
}
