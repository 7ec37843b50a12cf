package dev.unfold.worker.network.negative;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.head.Softmax;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.tensor.Operand;

/**
 * A softmax over V classes whose training computes n of them (Bengio and Senécal 2008; Jean et al.
 * 2015, arXiv 1412.2007): a target t competes with classes S that are drawn from a distribution q,
 * once for each chunk.
 *
 * <pre>
 * s(v) = h·W(v) + b(v) - ln π(v)      π(v): the probability that v is in S
 * loss = ln(Σ exp s(v)) - s(t)        over t and the v of S other than t
 * </pre>
 *
 * <p>The correction by ln π makes the unsampled scores h·W + b those of the full softmax (Ma and
 * Collins 2018, arXiv 1809.01812): without it frequently drawn classes would be underrated. The
 * same as TensorFlow's {@code sampled_softmax_loss}. The targets of the chunk may be in S as well
 * (Hidasi et al. 2016, arXiv 1511.06939, and 2018), as if they were further draws from q. The loss
 * may also be {@link BprMaxRow}, over scores without the correction. Losses and outputs outside of
 * training are those of the full softmax, and start from a {@link ProposedBias}.
 */
public final class SampledSoftmax implements Head {
  private final ParameterTensor weight;
  private final ParameterTensor bias;
  private final Softmax exact;
  private final OutputSettings.Negatives settings;

  /**
   * Declares the parameters: a row of W and an element of b for each class.
   *
   * @param width H, of its input
   * @param classes V
   * @param settings the settings of the negatives
   */
  public SampledSoftmax(
      ParameterLayout.Builder layout, int width, int classes, OutputSettings.Negatives settings) {
    Initializer.ByIndex uniform = Initializer.Uniform.ofWidth(width);
    weight = layout.add("head.weight", classes, width, uniform);
    bias = layout.addBias("head.bias", classes, initialBias(uniform, classes, settings));
    exact = Softmax.ofRows(weight, bias);
    this.settings = settings;
  }

  private static Initializer initialBias(
      Initializer.ByIndex uniform, int classes, OutputSettings.Negatives settings) {
    return switch (settings.loss()) {
      case CROSS_ENTROPY ->
          new ProposedBias(uniform, ClassProposal.of(settings.proposal(), classes), classes);
      case BPR_MAX -> uniform;
    };
  }

  @Override
  public OutputDistribution distribution() {
    return exact.distribution();
  }

  @Override
  public LossUnit lossUnit() {
    return exact.lossUnit();
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    SampledScores scores = new SampledScores(weight, bias, settings, memory, features);
    return new SampledForward(exact.open(memory, features), scores);
  }
}
