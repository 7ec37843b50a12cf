package dev.unfold.driver.training;

/** Is told how training goes, on the thread that trains. */
public interface TrainingListener {
  /** The round is averaged. */
  void roundFinished(RoundReport report);

  /** The epoch is averaged, and validated where there is validation text. */
  void epochFinished(EpochReport report);
}
