package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Uses a language model through the public interface. */
class UnfoldTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final RunListener SILENT = new RunListener() {};

  @TempDir private Path folder;
  private Unfold unfold;

  @BeforeEach
  void writeText() throws IOException {
    unfold = Unfold.on(SPARK.context());
    Files.writeString(folder.resolve("train"), "to be or not to be\n".repeat(40));
    Files.writeString(folder.resolve("held-out"), "to be is not to be\n".repeat(10));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Settings settings() {
    return Settings.defaults()
        .withTraining(path("train"))
        .withValidation(path("held-out"))
        .withRun(path("run"))
        .with("network.cell", "gru")
        .with("network.hidden", 8)
        .with("training.shards", 2)
        .with("training.batch", 2)
        .with("training.steps", 10)
        .with("training.epochs", 2)
        .with("averaging.interval", 4);
  }

  @Test
  void saysThatTheLimitOfRoundsEndedTraining() {
    TrainingResult result = unfold.train(settings().with("training.max-rounds", 1));

    assertThat(result.reason()).isEqualTo(TrainingResult.Reason.MAX_ROUNDS);
    assertThat(result.rounds()).isEqualTo(1);
  }

  @Test
  void trainsLoadsEvaluatesAndGenerates() {
    List<RunListener.FinishedEpoch> epochs = new ArrayList<>();
    TrainingResult result =
        unfold.train(
            settings(),
            new RunListener() {
              @Override
              public void epochFinished(FinishedEpoch epoch) {
                epochs.add(epoch);
              }
            });
    TrainedModel model = unfold.load(result.run());
    EvaluationResult evaluation = model.evaluate(path("held-out"));

    assertThat(result.reason()).isEqualTo(TrainingResult.Reason.ALL_EPOCHS);
    assertThat(result.epochs()).isEqualTo(2);
    assertThat(epochs).extracting(RunListener.FinishedEpoch::epoch).containsExactly(1, 2);
    assertThat(epochs.get(1).validation()).containsKey("loss");
    assertThat(result.metrics()).containsEntry("parametersSha256", model.parametersSha256());
    assertThat(model.path()).endsWith("/run/model");
    assertThat(evaluation.targets()).isEqualTo(189);
    assertThat(evaluation.loss()).isBetween(0.1, 3.0);
    assertThat(evaluation.metrics()).containsEntry("unknownTokens", 20L);
    assertThat(folder.resolve("run/report.html")).exists();
    GenerationRequest request = GenerationRequest.of(12).prefix("to ").seed(3);
    assertThat(model.generate(request)).hasSize(15).startsWith("to ");
    assertThat(model.generate(request)).isEqualTo(model.generate(request));
  }

  @Test
  void followsValidationsWithinAnEpoch() {
    List<RunListener.FinishedValidation> validations = new ArrayList<>();
    TrainingResult result =
        unfold.train(
            settings().with("evaluation.every-rounds", 1).with("training.max-rounds", 2),
            new RunListener() {
              @Override
              public void validationFinished(FinishedValidation validation) {
                validations.add(validation);
              }
            });

    assertThat(validations)
        .extracting(RunListener.FinishedValidation::round)
        .containsExactly(1L, 2L);
    assertThat(validations.get(1).validation()).containsKey("loss");
    assertThat(result.metrics()).containsKey("validation");
  }

  @Test
  void aStoppedRunIsResumedToTheSameModel() {
    TrainingResult stopped = unfold.train(settings(), stopAfter(3));
    TrainingResult resumed = unfold.resume(settings(), SILENT);
    TrainingResult whole = unfold.train(settings().withRun(path("whole")));

    assertThat(stopped.reason()).isEqualTo(TrainingResult.Reason.STOP_REQUESTED);
    assertThat(stopped.finished()).isFalse();
    assertThat(stopped.rounds()).isEqualTo(3);
    assertThat(stopped.metrics()).isEmpty();
    assertThat(resumed.rounds()).isEqualTo(whole.rounds()).isGreaterThan(3);
    assertThat(resumed.metrics().get("parametersSha256"))
        .isEqualTo(whole.metrics().get("parametersSha256"))
        .isNotNull();
  }

  private static RunListener stopAfter(long rounds) {
    return new RunListener() {
      private long last;

      @Override
      public void roundFinished(FinishedRound round) {
        last = round.round();
      }

      @Override
      public boolean stopRequested() {
        return last == rounds;
      }
    };
  }

  @Test
  void aParentThatReadsTextDifferentlyIsRefused() {
    String parent = unfold.train(settings()).run() + "/model";
    for (String other : List.of("unit = word", "unit = subword", "document = line")) {
      String[] setting = other.split(" = ", -1);
      Settings child =
          settings()
              .withRun(path("child"))
              .with("training.parent", parent)
              .with("corpus.vocabulary.size", 300)
              .with("corpus." + setting[0], setting[1]);
      assertThatThrownBy(() -> unfold.train(child))
          .isInstanceOfSatisfying(
              UnfoldException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIGURATION))
          .hasMessageStartingWith("training.parent: expected a model with the preprocessing corpus")
          .hasMessageContaining(other)
          .hasMessageEndingWith("found corpus.unit = char, corpus.document = none");
    }
  }

  @Test
  void earlyStoppingIsTheReason() {
    Settings patient =
        settings()
            .with("training.optimizer.learning-rate", 1e-12)
            .with("training.patience", 1)
            .with("training.epochs", 9);

    TrainingResult result = unfold.train(patient);

    assertThat(result.reason()).isEqualTo(TrainingResult.Reason.NO_IMPROVEMENT);
    assertThat(result.finished()).isTrue();
    assertThat(result.epochs()).isLessThan(9);
  }

  @Test
  void retrainingPromotesAModelOnce() {
    Settings store =
        settings()
            .with("store.dir", path("models"))
            .with("store.name", "hamlet")
            .with("retrain.held-out", path("held-out"));

    RetrainingResult first = unfold.retrain(store, SILENT);
    RetrainingResult second = unfold.retrain(store, SILENT);

    assertThat(first.outcome()).isEqualTo(RetrainingResult.Outcome.PROMOTED);
    assertThat(first.number()).isEqualTo(1);
    assertThat(second.outcome()).isEqualTo(RetrainingResult.Outcome.NOTHING_NEW);
    assertThat(unfold.load(first.store()).path()).contains("/models/hamlet/versions/");
  }

  @Test
  void allWrongValuesAreReportedTogether() {
    Settings wrong =
        settings()
            .with("network.cell", "lstn")
            .with("training.epochs", -1)
            .with("training.epoch", 3);

    assertThatThrownBy(() -> unfold.train(wrong))
        .isInstanceOfSatisfying(
            UnfoldException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.CONFIGURATION);
              assertThat(e.getMessage().lines())
                  .hasSize(3)
                  .allMatch(line -> line.startsWith("settings: "))
                  .anyMatch(line -> line.contains("network.cell: expected one of"))
                  .anyMatch(line -> line.contains("did you mean training.epochs?"));
            });
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void requiredKeysHaveNoDefault() {
    assertThatThrownBy(() -> Settings.defaults().describe())
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            "settings: corpus.train: required, but not set\n"
                + "settings: run.dir: required, but not set");
  }

  @Test
  void aFileIsOverriddenByTheProgram() throws IOException {
    Path file = Files.writeString(folder.resolve("conf"), settings().describe());

    String described = Settings.ofFile(file.toString()).with("training.epochs", 7).describe();

    assertThat(described)
        .isEqualTo(settings().describe().replace("\"epochs\" : 2", "\"epochs\" : 7"))
        .isNotEqualTo(settings().describe());
  }

  @Test
  void onlyARunIsResumed() {
    assertThatThrownBy(() -> unfold.resume(settings(), SILENT))
        .isInstanceOf(UnfoldException.class)
        .hasMessage("run.dir: expected a run to resume, found none in " + path("run"));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aPathWithoutAModelIsRefused() {
    assertThatThrownBy(() -> unfold.load(path("train")))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            path("train")
                + ": expected the folder of a model, of a run or of a model store, found a file");
  }

  @Test
  void aLanguageModelPredictsNoRows() {
    TrainedModel model = unfold.load(unfold.train(settings()).run());

    assertThatThrownBy(
            () -> model.predict(PredictionRequest.of(path("train"), path("predictions"))))
        .isInstanceOf(UnfoldException.class)
        .hasMessageContaining("expected a model over a table of examples");
    assertThatThrownBy(() -> model.generate(GenerationRequest.of(0)))
        .isInstanceOf(UnfoldException.class)
        .hasMessage("--length: expected at least 1, found 0");
    assertThatThrownBy(() -> model.generate(GenerationRequest.of(5).stop("o\nt")))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            "--stop, --forbid: expected a token of the vocabulary of the model,"
                + " found \"o\\nt\", whose tokens are \"o\", \"\\n\", \"t\"");
    assertThatThrownBy(() -> model.generate(GenerationRequest.of(5).stop("")))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            "--stop, --forbid: expected a token of the vocabulary of the model, found \"\"");
    assertThatThrownBy(() -> model.generate(GenerationRequest.of(5).stop("<unk>")))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            "--stop: expected a token that may be drawn: <unk> only with --unknown, and none of"
                + " --forbid, found \"<unk>\"");
  }
}
