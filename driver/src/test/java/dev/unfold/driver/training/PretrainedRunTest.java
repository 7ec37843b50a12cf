package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.training.VectorFiles;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose embeddings start from the word vectors of files. */
class PretrainedRunTest {
  private static final int WIDTH = 6;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void writeTables() throws IOException {
    fixture =
        new RunFixture(folder)
            .withBatch(8)
            .withEpochs(1)
            .withLearningRate(0.02)
            .withOuter(OuterSettings.Kind.NESTEROV);
    WordTable.write(folder);
    Files.writeString(
        folder.resolve("train.json"),
        "{\"words\": \"A1 b2 B0\", \"tags\": \"V C C\", \"label\": \"consonant\"}\n",
        StandardOpenOption.APPEND);
  }

  /** Returns the vector of a word that {@link #write} writes. */
  private static float[] vector(String word) {
    float[] vector = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      vector[i] = (word.hashCode() % 1000 + i) / 1000f;
    }
    return vector;
  }

  private String write(String name, String... words) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String word : words) {
      lines.append(word);
      for (float value : vector(word)) {
        lines.append(' ').append(value);
      }
      lines.append('\n');
    }
    return Files.writeString(folder.resolve(name), lines).toString();
  }

  private static LayeredNetworkSettings network(Kind kind) {
    return new LayeredNetworkSettings(
        kind,
        RecurrentSettings.stack(CellKind.GRU, 1, 6, false),
        WIDTH,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private UnfoldSettings labels(VectorFiles files, boolean frozen) {
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            network(Kind.SEQUENCE_TO_VECTOR),
            folder,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0),
            false);
    return with(settings, files, frozen);
  }

  private static UnfoldSettings with(UnfoldSettings settings, VectorFiles files, boolean frozen) {
    TrainingSettings training =
        pretrained(settings.training(), new PretrainedSettings(files, frozen));
    return settings.with(settings.corpus(), training, settings.run());
  }

  private static TrainingSettings pretrained(
      TrainingSettings training, PretrainedSettings pretrained) {
    return new TrainingSettings(
        training.shards(),
        training.batch(),
        training.steps(),
        training.epochs(),
        training.maxRounds(),
        training.seed(),
        training.precision(),
        training.patience(),
        training.parent(),
        pretrained,
        training.optimizer(),
        training.schedule(),
        training.clip(),
        training.randomSteps(),
        training.teacherForcing(),
        training.classWeights(),
        training.alignment());
  }

  private ModelFolder train(UnfoldSettings settings, String run) throws IOException {
    new FixtureRuns(SPARK.withMaster("local[2]").context(), folder)
        .train(settings, run, () -> false);
    return ModelFolder.open(folder.resolve(run).resolve("model").toString(), new Configuration());
  }

  private static float[] row(Model model, String name, int id, float[] vector) {
    ParameterTensor tensor =
        model.network().parameters().tensors().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    int from = tensor.offset() + id * tensor.columns();
    return Arrays.copyOfRange(vector, from, from + tensor.columns());
  }

  private static float[] row(Model model, String name, int id) {
    return row(model, name, id, model.parameters());
  }

  private static List<String> names(Model model) {
    ExampleSchema schema = ((Vocabularies.TableSchema) model.symbols()).schema();
    return schema.input().names();
  }

  @Test
  void frozenRowsKeepTheVectorsOfTheFile() throws IOException {
    String file = write("vectors.txt", "a0", "a1", "b0", "b2", "unrelated");
    Files.writeString(Path.of(file), "a0 9 9 9 9 9 9\n", StandardOpenOption.APPEND);
    UnfoldSettings settings = labels(VectorFiles.ofFirst(file), true);
    ModelFolder run = train(settings, "run");
    Model model = run.read();
    float[] drawn =
        new ShardTrainer(model.network(), settings.training()).initialState().parameters();
    List<String> names = names(model);
    assertThat(names).contains("A1", "B0", "a2", "b1");
    for (int id = 0; id < names.size(); id++) {
      String word = names.get(id);
      boolean found = !word.endsWith("b1") && !word.equals("a2") && !word.startsWith("<");
      assertThat(row(model, "embedding.weight", id))
          .as(word)
          .isEqualTo(
              found
                  ? vector(word.toLowerCase(Locale.ROOT))
                  : row(model, "embedding.weight", id, drawn));
    }
    Map<?, ?> pretrained = (Map<?, ?>) ((List<?>) run.provenance().get("pretrained")).get(0);
    assertThat(pretrained.get("column")).isEqualTo("words");
    assertThat(pretrained.get("words")).isEqualTo(6);
    assertThat(pretrained.get("repeated")).isEqualTo(1);
    assertThat(pretrained.get("tokens")).isEqualTo(names.size());
    assertThat(pretrained.get("found")).isEqualTo(6);
    assertThat(pretrained.get("foundInLowerCase")).isEqualTo(2);
    assertThat(pretrained.get("frozen")).isEqualTo(true);
  }

  @Test
  void trainedRowsStartAsTheVectorsOfTheFile() throws IOException {
    String file = write("vectors.txt", "a0", "b2");
    fixture = fixture.withLearningRate(1e-6).withOptimizer(OptimizerSettings.Kind.SGD);
    Model model = train(labels(VectorFiles.ofColumns(Map.of("words", file)), false), "run").read();
    float[] found = row(model, "embedding.weight", names(model).indexOf("b2"));
    assertThat(found)
        .isNotEqualTo(vector("b2"))
        .containsExactly(vector("b2"), Offset.offset(1e-4f));
  }

  @Test
  void bothSidesOfADecoderStartFromFiles() throws IOException {
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            network(Kind.SEQUENCE_TO_SEQUENCE),
            folder,
            new TargetSettings("tags", TargetSettings.Kind.WORDS, 0),
            List.of(new InputSettings("words", InputSettings.Kind.WORDS, 0, false, true, false)),
            Metric.LOSS);
    VectorFiles files =
        VectorFiles.ofColumns(
            Map.of("words", write("words.txt", "a0"), "tags", write("tags.txt", "v", "C")));
    Model model = train(with(settings, files, true), "run").read();
    assertThat(row(model, "encoder.embedding.weight", names(model).indexOf("a0")))
        .isEqualTo(vector("a0"));
    Vocabulary tags =
        ((FieldSchema.Tokens) ((Vocabularies.TableSchema) model.symbols()).schema().target())
            .vocabulary();
    assertThat(row(model, "decoder.embedding.weight", tags.id("V"))).isEqualTo(vector("v"));
    assertThat(row(model, "decoder.embedding.weight", tags.id("C"))).isEqualTo(vector("C"));
  }

  /** A parent keeps its embedding; only the tokens that it does not know start from the file. */
  @Test
  void aParentKeepsItsEmbedding() throws IOException {
    Model parent = train(fixture.settings("run"), "parent").read();
    Files.writeString(fixture.train(), "zyx ", StandardOpenOption.APPEND);
    String file = write("vectors.txt", "z", "e");
    UnfoldSettings settings = with(fixture.settings("run"), VectorFiles.ofFirst(file), true);
    TrainingSettings training =
        settings.training().withParent(folder.resolve("parent").resolve("model").toString());
    Model model = train(settings.with(settings.corpus(), training, settings.run()), "child").read();
    Vocabulary known = ((Vocabularies.TextVocabulary) model.symbols()).vocabulary();
    String table = "embedding.weight";
    assertThat(row(model, table, known.id("e"))).isEqualTo(row(parent, table, known.id("e")));
    assertThat(row(model, table, known.id("z"))).isEqualTo(vector("z"));
    assertThat(row(model, table, known.id("q"))).isEqualTo(row(parent, table, 0));
  }

  @Test
  void aRunKeepsItsVectors() throws IOException {
    VectorFiles files = VectorFiles.ofFirst(write("vectors.txt", "a0"));
    train(labels(files, false), "run");
    Files.move(folder.resolve("vectors.txt"), folder.resolve("moved.txt"));
    VectorFiles moved = VectorFiles.ofFirst(folder.resolve("moved.txt").toString());
    train(labels(moved, false), "run");
    write("moved.txt", "a0", "a1");
    assertThatThrownBy(() -> train(labels(moved, false), "run"))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("training.pretrained.sha256: the run has [");
    assertThatThrownBy(() -> train(labels(VectorFiles.none(), false), "run"))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining(", found none");
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    Path narrow = Files.writeString(folder.resolve("narrow.txt"), "a0 1 2\n");
    assertThatThrownBy(() -> train(labels(VectorFiles.ofFirst(narrow.toString()), false), "run"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "training.pretrained.file: expected vectors of 6 values, the width of the embedding of"
                + " words (network.embedding), found 2 in file:"
                + narrow);
    String other = write("other.txt", "zebra");
    assertThatThrownBy(() -> train(labels(VectorFiles.ofFirst(other), false), "run"))
        .hasMessage(
            "training.pretrained.file: expected vectors of tokens of words, found none among the 1"
                + " words of file:"
                + other);
    assertThatThrownBy(
            () -> train(labels(VectorFiles.ofColumns(Map.of("label", other)), false), "run"))
        .hasMessage(
            "training.pretrained.file: expected files for columns with an embedding, [words], found"
                + " label");
  }
}
