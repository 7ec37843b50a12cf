package dev.unfold.worker.network.negative;

import dev.unfold.worker.settings.network.OutputSettings;

/**
 * The distribution q from which negatives are drawn, over classes 0 to V - 1. It uses {@link
 * StrictMath}, so that the draws are the same on every machine.
 */
interface ClassProposal {
  /** Returns the distribution over V classes. */
  static ClassProposal of(OutputSettings.Proposal kind, int classes) {
    return switch (kind) {
      case LOG_UNIFORM -> new LogUniform(classes, StrictMath.log(classes + 1.0));
      case UNIFORM -> new Uniform(classes);
    };
  }

  /**
   * Returns the class at a point of the cumulative distribution.
   *
   * @param point uniform in [0, 1)
   */
  int draw(double point);

  /** Returns q of a class. */
  double probability(int id);

  /**
   * Returns ln π, the logarithm of the probability that a class is among the classes of some draws:
   * {@code π = 1 - (1 - q)^draws}.
   */
  default double logInclusion(int id, long draws) {
    return StrictMath.log(-StrictMath.expm1(draws * StrictMath.log1p(-probability(id))));
  }

  /**
   * Zipf's law over classes that are sorted by descending frequency: {@code q(v) = ln((v + 2) / (v
   * + 1)) / ln(V + 1)}, the distribution of TensorFlow's {@code log_uniform_candidate_sampler}.
   *
   * @param classes V
   * @param range ln(V + 1)
   */
  record LogUniform(int classes, double range) implements ClassProposal {
    @Override
    public int draw(double point) {
      return (int) Math.min(classes - 1.0, StrictMath.exp(point * range) - 1);
    }

    @Override
    public double probability(int id) {
      return StrictMath.log1p(1 / (id + 1.0)) / range;
    }
  }

  /**
   * All classes are equally probable.
   *
   * @param classes V
   */
  record Uniform(int classes) implements ClassProposal {
    @Override
    public int draw(double point) {
      return (int) (point * classes);
    }

    @Override
    public double probability(int id) {
      return 1.0 / classes;
    }
  }
}
