package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains a tagger whose layers look two steps ahead on examples that are longer than a chunk. The
 * tag of a word is the word two steps later, or none at the end.
 */
class LookAheadTaggerTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final int ROWS = 24;
  private static final int LENGTH = 120;
  private static final int STEPS = 20;
  private static final int BATCH = 4;
  private static final int EPOCHS = 5;
  private static final int CHUNKS_OF_ROUND = 12;

  @TempDir private Path folder;

  @Test
  void trainsInChunksAndPredictsWhatIsEvaluated() throws IOException {
    write("train.json", 1);
    write("held-out.json", 2);
    Unfold unfold = Unfold.on(SPARK.context());

    TrainingResult result = unfold.train(settings());
    TrainedModel model = unfold.load(result.run());
    EvaluationResult evaluation = model.evaluate(path("held-out.json"));
    model.predict(PredictionRequest.of(path("held-out.json"), path("predictions")));

    assertThat(result.rounds())
        .isEqualTo(EPOCHS * (ROWS / BATCH) * (LENGTH / STEPS) / CHUNKS_OF_ROUND);
    double accuracy = (double) evaluation.metrics().get("accuracy");
    assertThat(accuracy).isGreaterThan(0.99);
    assertThat(accuracyOfPredictions()).isEqualTo(accuracy, offset(1e-12));
    Map<?, ?> validation = (Map<?, ?>) result.metrics().get("validation");
    assertThat(validation.get("accuracy")).isEqualTo(accuracy);
  }

  private Settings settings() {
    List<Map<String, Object>> layers =
        List.of(
            Map.of("type", "time-delay", "offsets", List.of(0, 1)),
            Map.of("type", "gru"),
            Map.of("type", "time-delay", "offsets", List.of(-1, 1)));
    return Settings.defaults()
        .withTraining(path("train.json"))
        .withValidation(path("held-out.json"))
        .withRun(path("run"))
        .with("corpus.format", "json")
        .with("corpus.input.column", "words")
        .with("corpus.target.column", "tags")
        .with("corpus.target.kind", "tags")
        .with("network.kind", "tagger")
        .with("network.embedding", 8)
        .with("network.hidden", 16)
        .with("network.layers", layers)
        .with("training.shards", 1)
        .with("training.batch", BATCH)
        .with("training.steps", STEPS)
        .with("training.epochs", EPOCHS)
        .with("training.optimizer.learning-rate", 0.02)
        .with("averaging.interval", CHUNKS_OF_ROUND);
  }

  private void write(String name, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      List<String> words = new ArrayList<>();
      for (int step = 0; step < LENGTH; step++) {
        words.add(random.nextBoolean() ? "a" : "b");
      }
      List<String> tags = new ArrayList<>(words.subList(2, LENGTH));
      tags.addAll(List.of("none", "none"));
      rows.add(
          "{\"words\": \"%s\", \"tags\": \"%s\"}"
              .formatted(String.join(" ", words), String.join(" ", tags)));
    }
    Files.write(folder.resolve(name), rows);
  }

  private double accuracyOfPredictions() throws IOException {
    ObjectMapper json = new ObjectMapper();
    int correct = 0;
    int count = 0;
    try (Stream<Path> files = Files.list(folder.resolve("predictions"))) {
      for (Path file : files.filter(part -> part.toString().endsWith(".json")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = json.readTree(line);
          List<String> tags = List.of(row.get("tags").textValue().split(" ", -1));
          JsonNode predicted = row.get("prediction");
          assertThat(predicted).hasSameSizeAs(tags);
          for (int step = 0; step < tags.size(); step++) {
            correct += tags.get(step).equals(predicted.get(step).textValue()) ? 1 : 0;
          }
          count += tags.size();
        }
      }
    }
    return (double) correct / count;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
