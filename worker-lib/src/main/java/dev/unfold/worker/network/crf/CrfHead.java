package dev.unfold.worker.network.crf;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/**
 * A conditional random field over the tags of a sequence (Lafferty et al. 2001; Lample et al. 2016,
 * arXiv 1603.01360). The score of a path y of tags is
 *
 * <pre>
 * s(y) = start(y(1)) + Σ (h(t) W + b)(y(t)) + Σ A(y(t-1), y(t)) + end(y(T))
 * loss = ln Σ exp s(y') - s(y)                 over all paths y'
 * </pre>
 *
 * The loss counts for all targets of the sequence. The tag of a step without a target with a loss
 * is unknown: s(y) is then replaced by ln Σ exp s(y') over the paths with all tags that are known.
 * Training weights the loss of a sequence with the mean weight of its targets.
 *
 * <p>The prediction is the path with the highest score, and the probability of a tag at a step is
 * the sum of those of all paths through it. The order of the tags restricts both, but not the loss.
 */
public final class CrfHead implements Head {
  private final CrfParameters parameters;
  private final TagScheme scheme;
  private final TagOrder order;

  /**
   * @param width H, of its input
   * @param tags C
   * @param scheme the scheme to which predicted paths are restricted
   */
  public CrfHead(ParameterLayout.Builder layout, int width, int tags, TagScheme scheme) {
    this(CrfParameters.of(layout, width, tags), scheme, TagOrder.any());
  }

  private CrfHead(CrfParameters parameters, TagScheme scheme, TagOrder order) {
    this.parameters = parameters;
    this.scheme = scheme;
    this.order = order;
  }

  @Override
  public Head withTags(List<String> names, boolean reversed) {
    return new CrfHead(parameters, scheme, TagOrder.of(scheme, names, reversed));
  }

  @Override
  public OutputDistribution distribution() {
    return OutputDistribution.PATH;
  }

  @Override
  public LossUnit lossUnit() {
    return LossUnit.NATS;
  }

  /** Uses every step, since the score of a tag counts also where its target is unknown. */
  @Override
  public boolean uses(Chunk steps, int position) {
    return steps.present()[position];
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new CrfForward(parameters, order, memory, features);
  }
}
