package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested predictions.
 *
 * @param batch the maximum batch size; the next lower multiple of 24 is used, or 1
 * @param threshold the minimum probability of a member of a set; null for the default
 * @param probabilities whether the probabilities of all labels, tags or members, or those of the
 *     tokens of a sequence, are written
 * @param stepsAhead the number of steps after a sequence that are forecast by feeding predictions
 *     back; null for the predictions of its own steps
 * @param newOnly whether the classes that a sequence already had are ranked after all others
 * @param best the number of best sequences of a beam search that are written with their scores;
 *     null for the best one without a score
 * @param replaceUnknown whether an unknown token of a sequence is replaced by the token of the
 *     input that the network attends to most
 * @param decoding the decoding of sequences
 */
public record RequestedPredictions(
    int batch,
    Double threshold,
    boolean probabilities,
    Integer stepsAhead,
    boolean newOnly,
    Integer best,
    boolean replaceUnknown,
    RequestedDecoding decoding)
    implements RequestedOutputs {
  /** The maximum batch size if none is requested. */
  public static final int DEFAULT_BATCH = PredictionOptions.DEFAULT_LANES;

  /** The minimum probability of a member of a set if none is requested. */
  public static final double DEFAULT_THRESHOLD = OutputOptions.DEFAULT_THRESHOLD;

  private static final int MAX_BATCH = 65_536;

  public RequestedPredictions {
    requireBatch(batch);
    require(stepsAhead == null || stepsAhead >= 1, "--steps-ahead", "at least 1", stepsAhead);
  }

  /** Rejects a batch size that is too small or too large. */
  static void requireBatch(int batch) {
    require(batch >= 1 && batch <= MAX_BATCH, "--batch", "1 to " + MAX_BATCH, batch);
  }

  @Override
  public PredictionOptions of(TableModel model, ModelFolder folder, Configuration hadoop)
      throws IOException {
    boolean sets = model.schema().target() instanceof FieldSchema.Sets;
    require(
        threshold == null || sets,
        "--threshold",
        "none for a model that does not predict sets",
        threshold);
    double minimum = threshold == null ? DEFAULT_THRESHOLD : threshold;
    require(minimum >= 0 && minimum <= 1, "--threshold", "0 to 1", minimum);
    if (stepsAhead != null) {
      requireForecasts(model);
    }
    require(
        !newOnly || (model.network().predictsNextClass() && !model.network().inputs().reversed()),
        "--new-only",
        "none for a model that does not predict the next class of a sequence from the steps before"
            + " (corpus.target.kind = next)",
        newOnly);
    int ahead = stepsAhead == null ? 0 : stepsAhead;
    boolean sequences = model.network().makesSequences();
    requireBest(model);
    RequestedDecoding requested = replaceUnknown ? decoding.withUnknown() : decoding;
    return new PredictionOptions(
        batch,
        new OutputOptions(minimum, probabilities, decoding.ranks(sequences))
            .ahead(ahead)
            .newOnly(newOnly)
            .sequences(best == null ? 0 : best)
            .replaceUnknown(replaceUnknown),
        requested.decoding(model, DecodingStrategy.longest(folder.longestTarget()), hadoop));
  }

  private void requireBest(TableModel model) {
    Integer beam = decoding.search().beam();
    require(best == null || beam != null, "--n-best", "none without --beam", best);
    require(
        best == null || (best >= 1 && best <= beam),
        "--n-best",
        "1 to the value of --beam, " + beam,
        best);
    require(
        !replaceUnknown || model.network().canCopy(),
        "--replace-unknown",
        "none unless the model generates a sequence from a text of the same kind of tokens, with"
            + " network.decoder.attention",
        replaceUnknown);
  }

  private void requireForecasts(TableModel model) {
    TargetSettings target = model.network().target();
    FieldSchema predicted = model.schema().target();
    boolean numbers =
        predicted instanceof FieldSchema.Numbers || predicted instanceof FieldSchema.Changes;
    boolean next = target.kind() == TargetSettings.Kind.NEXT && target.ahead() == 1;
    require(
        numbers && next && !model.network().inputs().reversed(),
        "--steps-ahead",
        "none for a model that does not predict the next numbers from the steps before, one step"
            + " ahead (corpus.target.kind = next, ahead = 1)",
        stepsAhead);
  }
}
