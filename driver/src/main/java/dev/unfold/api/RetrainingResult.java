package dev.unfold.api;

/**
 * The result of a retraining that did not fail.
 *
 * @param outcome the outcome
 * @param store the folder of the model store, from which {@link Unfold#load} reads its champion
 * @param number the number of the retraining; 0 if there was none
 * @param reason the reason in one sentence
 */
public record RetrainingResult(Outcome outcome, String store, long number, String reason) {
  /** The outcomes of a retraining. */
  public enum Outcome {
    /** The new model was better than the champion of the store and replaced it. */
    PROMOTED,
    /** The new model was not better; it is kept as a version of the store. */
    REFUSED,
    /** There was no new data to train on. */
    NOTHING_NEW,
    /** The listener requested a stop; the same call resumes the retraining. */
    INTERRUPTED
  }
}
