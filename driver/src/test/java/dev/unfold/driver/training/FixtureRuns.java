package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.model.SafetensorsReader;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains the runs of fixtures and reads their folders.
 *
 * @param folder the folder of the fixtures
 */
public record FixtureRuns(JavaSparkContext spark, Path folder) {
  private static final Configuration CONFIGURATION = new Configuration();

  /** Trains a run to its end. */
  RecordingListener train(RunFixture fixture, String run) throws IOException {
    return train(fixture, run, () -> false, RunOutcome.FINISHED);
  }

  /** Trains a run until a stop is requested. */
  RecordingListener train(RunFixture fixture, String run, BooleanSupplier stop, RunOutcome expected)
      throws IOException {
    RecordingListener recorder = new RecordingListener();
    assertThat(new TrainingRun(spark, fixture.settings(run), recorder).run(stop).outcome())
        .isEqualTo(expected);
    return recorder;
  }

  /**
   * Trains a run with other settings than those of a fixture.
   *
   * @param run the folder of the run
   */
  public RecordingListener train(UnfoldSettings settings, String run, BooleanSupplier stop)
      throws IOException {
    RecordingListener recorder = new RecordingListener();
    UnfoldSettings inRun =
        settings.with(settings.corpus(), settings.training(), new RunSettings(path(run), ""));
    new TrainingRun(spark, inRun, recorder).run(stop);
    return recorder;
  }

  String path(String run) {
    return folder.resolve(run).toString();
  }

  Map<String, Object> describe(String run) throws IOException {
    return inspect(run).describe().orElseThrow();
  }

  /** Returns the lines of a kind among the metrics of a run. */
  List<String> metrics(String run, String kind) throws IOException {
    return inspect(run).metrics().stream()
        .filter(line -> line.contains("\"kind\":\"" + kind + "\""))
        .toList();
  }

  String modelSha256(String run) throws IOException {
    return ModelFolder.open(path(run) + "/model", CONFIGURATION).read().sha256();
  }

  /** Returns the vectors of the checkpoint after a round, by name. */
  Map<String, float[]> vectors(String run, long round) throws IOException {
    Path file =
        folder.resolve(
            String.format(Locale.ROOT, "%s/checkpoints/%06d/vectors.safetensors", run, round));
    Map<String, float[]> vectors = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      SafetensorsReader reader = SafetensorsReader.open(run, in, Files.size(file));
      reader
          .header()
          .tensors()
          .forEach(spec -> vectors.put(spec.name(), new float[(int) spec.elements()]));
      reader.readAll(
          (spec, offset, block, count) ->
              System.arraycopy(block, 0, vectors.get(spec.name()), (int) offset, count));
    }
    return vectors;
  }

  private RunInspection inspect(String run) throws IOException {
    return new RunInspection(path(run), CONFIGURATION);
  }
}
