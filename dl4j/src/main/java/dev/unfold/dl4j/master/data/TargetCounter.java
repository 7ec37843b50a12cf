package dev.unfold.dl4j.master.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Counts the targets of a DataSet: the unmasked steps of its labels. A feature mask does not mask
 * labels: DL4J computes the loss of all of them.
 */
public final class TargetCounter {
  private TargetCounter() {}

  /** Returns the number of targets of all outputs; labels without steps count once per example. */
  public static long of(MultiDataSet data) {
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
