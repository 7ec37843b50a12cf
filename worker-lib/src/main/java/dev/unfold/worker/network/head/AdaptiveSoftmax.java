package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive softmax (Grave et al. 2017, arXiv 1609.04309) over V classes that are sorted by
 * descending frequency: one softmax over the shortlist of frequent classes and the clusters of the
 * others, and one in each cluster, over a projection that is narrower for rarer classes. A cluster
 * is computed only for the rows whose targets are in it. The parameters are those of PyTorch's
 * {@code AdaptiveLogSoftmaxWithLoss}, without biases.
 */
public final class AdaptiveSoftmax implements Head {
  private final Classifier classifier;
  private final List<TailCluster> tails = new ArrayList<>();

  /**
   * @param width H, of its input
   * @param classes V
   * @param settings the settings with cutoffs
   */
  public AdaptiveSoftmax(
      ParameterLayout.Builder layout, int width, int classes, OutputSettings settings) {
    List<Integer> cutoffs = settings.cutoffs();
    int shortlist = cutoffs.get(0);
    classifier = Classifier.unbiased(layout, "head.weight", width, shortlist + cutoffs.size());
    for (int i = 0; i < cutoffs.size(); i++) {
      int end = i + 1 < cutoffs.size() ? cutoffs.get(i + 1) : classes;
      int narrow = settings.clusterWidth(width, i);
      String name = "head.tails." + i;
      Initializer uniform = Initializer.Uniform.ofWidth(width);
      ParameterTensor projection = layout.add(name + ".projection", width, narrow, uniform);
      int size = end - cutoffs.get(i);
      Classifier words = Classifier.unbiased(layout, name + ".weight", narrow, size);
      tails.add(new TailCluster(cutoffs.get(i), projection, words));
    }
  }

  @Override
  public OutputDistribution distribution() {
    return OutputDistribution.CATEGORICAL;
  }

  @Override
  public LossUnit lossUnit() {
    return LossUnit.NATS;
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new AdaptiveSoftmaxForward(classifier, tails, memory, features);
  }
}
