package dev.unfold.driver.training.outcome;

/** No shard is left to average, because losses, gradients or parameters diverged. */
public final class DivergedException extends UntrainableException {
  private static final long serialVersionUID = 1L;

  private static final String ADVICE =
      "a smaller training.optimizer.learning-rate or training.clip.norm";

  private final String divergence;

  /**
   * Creates an exception with the message of a training run.
   *
   * @param divergence the round or epoch, and what diverged in it
   * @param checkpoint the round of the last checkpoint
   */
  public DivergedException(String divergence, long checkpoint) {
    super(
        divergence
            + "; the run stands at the checkpoint of round "
            + checkpoint
            + "; try "
            + ADVICE
            + " in another run.dir");
    this.divergence = divergence;
  }

  /** Returns the message of a retraining, which chooses the directory of its runs itself. */
  public String ofRetraining() {
    return divergence + "; set " + ADVICE + ", and the next call trains another model";
  }
}
