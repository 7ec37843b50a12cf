import dev.unfold.api.PredictionRequest;
import dev.unfold.api.Settings;
import dev.unfold.api.TrainedModel;
import dev.unfold.api.Unfold;
import dev.unfold.inference.Model;
import dev.unfold.inference.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a model for each NAME.conf of a folder, in NAME.run, and writes what it predicts: for the
 * rows of NAME.rows, into NAME.predicted, or for the lines of NAME.lines the logarithms of the
 * probabilities of their tokens, into NAME.scores. With NAME.sequence the loss goes into NAME.loss:
 * that of rows beside their predictions, that of lines in place of scores. The probabilities of the
 * states of a hybrid are those that the tagger of its last pass predicts; they go into
 * NAME.posteriors. {@code reference_models.py} starts it.
 */
public class ReferenceModels {
  public static void main(String[] args) throws Exception {
    List<Path> configurations;
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      configurations = files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate()) {
      Unfold unfold = Unfold.on(spark);
      for (Path file : configurations) {
        String name = file.toString().replaceFirst("\\.conf$", "");
        System.out.println(name);
        TrainedModel model =
            unfold.load(unfold.train(Settings.ofFile(file.toString()).withRun(name + ".run")).run());
        if (Files.exists(Path.of(name + ".rows"))) {
          predict(model, name);
          Optional<Path> pass = lastPass(Path.of(name + ".run", "passes"));
          if (pass.isPresent()) {
            PredictionRequest rows = PredictionRequest.of(name + ".rows", name + ".posteriors");
            unfold.load(pass.get().toString()).predict(rows.probabilities());
          }
        } else if (Files.exists(Path.of(name + ".sequence"))) {
          loss(model, name, ".lines");
        } else {
          score(name);
        }
      }
    }
  }

  private static Optional<Path> lastPass(Path passes) throws Exception {
    if (Files.notExists(passes)) {
      return Optional.empty();
    }
    try (Stream<Path> runs = Files.list(passes)) {
      return runs.max(Comparator.naturalOrder());
    }
  }

  private static void predict(TrainedModel model, String name) throws Exception {
    PredictionRequest request = PredictionRequest.of(name + ".rows", name + ".predicted");
    boolean probabilities = Files.exists(Path.of(name + ".probabilities"));
    model.predict(probabilities ? request.probabilities() : request);
    if (Files.exists(Path.of(name + ".sequence"))) {
      loss(model, name, ".rows");
    }
  }

  private static void loss(TrainedModel model, String name, String of) throws Exception {
    double loss = model.evaluate(name + of).loss();
    Files.writeString(Path.of(name + ".loss"), String.valueOf(loss));
  }

  private static void score(String name) throws Exception {
    try (Model model = Model.load(Path.of(name + ".run", "model"))) {
      List<String> scores =
          Files.readAllLines(Path.of(name + ".lines")).stream()
              .map(
                  line ->
                      model.score(line).steps().stream()
                          .map(Score::logProbability)
                          .map(String::valueOf)
                          .collect(Collectors.joining(",", "[", "]")))
              .toList();
      Files.write(Path.of(name + ".scores"), scores);
    }
  }
}
