package dev.unfold.api;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RetrainingOperation;
import dev.unfold.driver.operation.TrainingOperation;
import dev.unfold.driver.retraining.RetrainingSummary;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains sequence models and loads them, in the Spark context of a program.
 *
 * <p>Unfold never stops the context, and leaves no settings, local properties or listeners behind.
 * Paths are resolved as Spark does; a path without a scheme is on the default file system. Every
 * method blocks until its work is done, and throws {@link UnfoldException} alone. An object is
 * immutable and may be used by several threads; two threads must not train in one run directory.
 */
public final class Unfold {
  private static final String REGISTRATION = "spark.kryo.registrationRequired";

  private final JavaSparkContext spark;

  private Unfold(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Returns the entry for a context.
   *
   * @throws UnfoldException of kind {@code CONFIGURATION} if the context has settings with which
   *     Unfold cannot work
   */
  public static Unfold on(JavaSparkContext spark) {
    boolean strict = spark.getConf().getBoolean(REGISTRATION, false);
    if (strict && !JavaSerialized.isDefault()) {
      throw new UnfoldException(
          ErrorKind.CONFIGURATION,
          REGISTRATION
              + ": expected false, since Unfold sends classes of its own to executors, found true;"
              + " set it before the SparkContext is created");
    }
    return new Unfold(spark);
  }

  /**
   * Returns the entry for the context of a session.
   *
   * @throws UnfoldException as {@link #on(JavaSparkContext)} does
   */
  public static Unfold on(SparkSession session) {
    return on(new JavaSparkContext(session.sparkContext()));
  }

  /**
   * Trains a model. If the directory of the run contains a run with the same settings, it is
   * resumed from its last checkpoint; if that run is finished, nothing is trained.
   *
   * @throws UnfoldException if settings are wrong, or training cannot start or continue
   */
  public TrainingResult train(Settings settings) {
    return train(settings, new RunListener() {});
  }

  /**
   * Trains a model like {@link #train(Settings)}.
   *
   * @param listener follows the run, and may stop it
   * @throws UnfoldException if settings are wrong, or training cannot start or continue
   */
  public TrainingResult train(Settings settings, RunListener listener) {
    return Calls.onSpark(
        spark,
        context -> {
          try (ProgramTables tables = new ProgramTables()) {
            return train(settings.read(context.hadoopConfiguration(), tables), listener);
          }
        });
  }

  /**
   * Resumes a run from its last checkpoint like {@link #train(Settings, RunListener)}, but never
   * starts a new one.
   *
   * @throws UnfoldException of kind {@code USAGE} if the directory of the run contains no
   *     checkpoint; otherwise as {@code train} does
   */
  public TrainingResult resume(Settings settings, RunListener listener) {
    return Calls.onSpark(
        spark,
        context -> {
          try (ProgramTables tables = new ProgramTables()) {
            UnfoldSettings read = settings.read(context.hadoopConfiguration(), tables);
            String run = read.run().dir();
            if (!inspection(run).exists()) {
              throw new UnfoldException(
                  ErrorKind.USAGE, "run.dir: expected a run to resume, found none in " + run);
            }
            return train(read, listener);
          }
        });
  }

  private TrainingResult train(UnfoldSettings settings, RunListener listener) throws IOException {
    TrainingOperation training = new TrainingOperation(settings, spark.hadoopConfiguration());
    RunEnd end = training.run(spark, listener::stopRequested, new ForwardedEvents(listener));
    training.writeReport(spark.hadoopConfiguration());
    String run = settings.run().dir();
    return new TrainingResult(
        reason(end.reason()),
        run,
        end.rounds(),
        end.epochs(),
        end.outcome() == RunOutcome.FINISHED
            ? inspection(run).model().orElseThrow().metrics()
            : Map.of());
  }

  private RunInspection inspection(String run) throws IOException {
    return new RunInspection(run, spark.hadoopConfiguration());
  }

  private static TrainingResult.Reason reason(RunEnd.Reason reason) {
    return switch (reason) {
      case ALL_EPOCHS -> TrainingResult.Reason.ALL_EPOCHS;
      case MAX_ROUNDS -> TrainingResult.Reason.MAX_ROUNDS;
      case NO_IMPROVEMENT -> TrainingResult.Reason.NO_IMPROVEMENT;
      case ALL_PASSES -> TrainingResult.Reason.ALL_PASSES;
      case STABLE_ALIGNMENT -> TrainingResult.Reason.STABLE_ALIGNMENT;
      case STOP_REQUESTED -> TrainingResult.Reason.STOP_REQUESTED;
    };
  }

  /**
   * Retrains the model of the store that {@code store.dir} and {@code store.name} name, if the
   * corpus has new files, or its table other rows, and promotes the new model if it is better than
   * the champion. A retraining that was interrupted is resumed.
   *
   * @param listener follows the training, and may stop it
   * @throws UnfoldException if settings are wrong, or the retraining cannot start or continue; the
   *     champion is then unchanged
   */
  public RetrainingResult retrain(Settings settings, RunListener listener) {
    return Calls.onSpark(
        spark,
        context -> {
          try (ProgramTables tables = new ProgramTables()) {
            UnfoldSettings read = settings.read(context.hadoopConfiguration(), tables);
            RetrainingOperation retraining =
                new RetrainingOperation(read, context.hadoopConfiguration());
            Optional<RetrainingSummary> nothing = retraining.nothingNew();
            RetrainingSummary result =
                nothing.isPresent()
                    ? nothing.get()
                    : retraining.run(
                        context, listener::stopRequested, new ForwardedEvents(listener));
            return new RetrainingResult(
                outcome(result.outcome()), read.store().path(), result.number(), result.reason());
          }
        });
  }

  private static RetrainingResult.Outcome outcome(RetrainingSummary.Outcome outcome) {
    return switch (outcome) {
      case PROMOTED -> RetrainingResult.Outcome.PROMOTED;
      case REFUSED -> RetrainingResult.Outcome.REFUSED;
      case NOTHING_NEW -> RetrainingResult.Outcome.NOTHING_NEW;
      case INTERRUPTED -> RetrainingResult.Outcome.INTERRUPTED;
    };
  }

  /**
   * Loads a model into the memory of this process after verifying its files.
   *
   * @param path the folder of a model, the directory of a run, or a model store, for its champion
   * @throws UnfoldException if there is no such model, or it is damaged
   */
  public TrainedModel load(String path) {
    return Calls.explained(
        () -> new TrainedModel(spark, LoadedModel.read(path, spark.hadoopConfiguration())));
  }
}
