package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedRules;
import dev.unfold.driver.operation.RequestedSearch;
import dev.unfold.driver.operation.RequestedSearches;
import dev.unfold.driver.prediction.column.OutputColumns;
import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.inference.Model;
import dev.unfold.inference.Prediction;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.subword.TokenizerFile;
import dev.unfold.worker.sequence.subword.UnigramModel;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs over tables whose texts are read and generated in subwords. */
class SubwordTableRunTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void writeTables() throws IOException {
    fixture = new RunFixture(folder).withBatch(8).withEpochs(8).withLearningRate(0.02);
    WordTable.write(folder);
  }

  private static LayeredNetworkSettings network(Kind kind) {
    return new LayeredNetworkSettings(
        kind,
        RecurrentSettings.stack(CellKind.GRU, 1, 16, false),
        12,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private static InputSettings input(InputSettings.Kind kind) {
    return new InputSettings("words", kind, 0, false, true, false);
  }

  private UnfoldSettings settings(TokenizerSettings tokenizer, TargetSettings target, Kind kind) {
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            network(Kind.SEQUENCE_TO_VECTOR),
            folder,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0),
            List.of(input(InputSettings.Kind.WORDS)),
            Metric.LOSS);
    CorpusSettings table = settings.corpus();
    CorpusSettings subwords =
        new CorpusSettings(
            table.train(),
            table.validation(),
            table.test(),
            table.format(),
            table.source(),
            table.where(),
            table.header(),
            input(InputSettings.Kind.SUBWORDS),
            List.of(),
            table.sequence(),
            target,
            table.weight(),
            table.unit(),
            table.document(),
            new VocabularySettings(tokenizer.isGiven() ? 0 : 264, 1),
            tokenizer,
            table.audio(),
            table.cache());
    return new UnfoldSettings(
        subwords,
        network(kind),
        settings.training(),
        settings.averaging(),
        settings.evaluation(),
        settings.checkpoint(),
        settings.engine(),
        settings.run(),
        settings.store(),
        settings.retrain());
  }

  private UnfoldSettings tags(TokenizerSettings tokenizer) {
    TargetSettings target = new TargetSettings("tags", TargetSettings.Kind.SUBWORDS, 0);
    return settings(tokenizer, target, Kind.SEQUENCE_TO_SEQUENCE);
  }

  private RecordingListener train(UnfoldSettings settings, String master, String run)
      throws IOException {
    return new FixtureRuns(SPARK.withMaster(master).context(), folder)
        .train(settings, run, () -> false);
  }

  private Path model(String run) {
    return folder.resolve(run).resolve("model");
  }

  private ExampleSchema schema(String run) throws IOException {
    ModelFolder opened = ModelFolder.open(model(run).toString(), new Configuration());
    return ((Vocabularies.TableSchema) opened.read().symbols()).schema();
  }

  private static Vocabulary vocabulary(FieldSchema field) {
    return ((FieldSchema.Tokens) field).vocabulary();
  }

  @Test
  void sequencesAreGeneratedAsText() throws IOException {
    fixture = fixture.withEpochs(20);
    EpochSummary last =
        train(tags(TokenizerSettings.learned()), "local[2]", "run").epochs().get(19);
    ExampleSchema schema = schema("run");
    assertThat(vocabulary(schema.input()).size()).isBetween(258, 264);
    assertThat(vocabulary(schema.input()).boundary()).isEmpty();
    assertThat(vocabulary(schema.target()).boundary()).hasValue(Vocabulary.BOUNDARY_ID);
    assertThat(vocabulary(schema.target()).size()).isBetween(259, 264);
    assertThat(last.validation().get("errorRate")).isLessThan(0.7);
    assertThat(last.validation()).containsKey("bleu");
    try (Model model = Model.load(model("run"))) {
      Prediction prediction = model.predict(Map.of("words", "a1 b2 "));
      assertThat(prediction.text()).matches("([VC] )+");
      assertThat(String.join("", prediction.tokens()).replace("Ġ", " "))
          .isEqualTo(prediction.text());
      assertThat(model.predict(Map.of("words", "日本\uD800 \n")).text()).isNotNull();
    }
  }

  /** Some subwords are tabs and line breaks, though their names have none. */
  @Test
  void sequencesAreNotWrittenWithoutEscapesAndAreComparedAsWords() throws IOException {
    fixture = fixture.withEpochs(1);
    train(tags(TokenizerSettings.learned()), "local[2]", "run");
    LoadedModel loaded = LoadedModel.read(model("run").toString(), new Configuration());
    TableModel table = TableModel.of(loaded.path(), loaded.model());
    OutputColumns tsv = columns(table, CorpusFormat.TSV);
    assertThatThrownBy(tsv::requireTexts)
        .hasMessage(
            "--output-format: expected tsv-escaped, csv, json or parquet, since the model predicts"
                + " tabs or line breaks, found tsv");
    assertThatNoException().isThrownBy(columns(table, CorpusFormat.TSV_ESCAPED)::requireTexts);
    RequestedSearches searches =
        new RequestedSearches(
            RequestedRules.none(), List.of(1, 2), List.of(), RequestedSearch.none(), null);
    assertThat(searches.metric(loaded)).isEqualTo(Metric.BLEU);
  }

  private static OutputColumns columns(TableModel model, CorpusFormat format) {
    PredictionOutput output = new PredictionOutput("out", format, "prediction");
    OutputOptions options = new OutputOptions(0.5, false, 0);
    return new OutputColumns(
        new PredictedColumns(model.network(), false, output, options), output, true);
  }

  @Test
  void neitherClusterNorOrderOfRowsChangesTheSubwords() throws IOException {
    train(tags(TokenizerSettings.learned()), "local[4]", "four");
    List<String> rows = new ArrayList<>(Files.readAllLines(folder.resolve("train.json")));
    Collections.shuffle(rows, new Random(1));
    Files.write(folder.resolve("train.json"), rows);
    train(tags(TokenizerSettings.learned()), "local[1]", "one");
    assertThat(schema("one")).isEqualTo(schema("four"));
    assertThat(sha256("one")).isEqualTo(sha256("four"));
  }

  private String sha256(String run) throws IOException {
    return ModelFolder.open(model(run).toString(), new Configuration()).read().sha256();
  }

  @Test
  void aClassifierReadsUnigrams() throws IOException {
    TokenizerSettings unigram = new TokenizerSettings(TokenizerSettings.Kind.UNIGRAM, "");
    TargetSettings label = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    List<EpochSummary> epochs =
        train(settings(unigram, label, Kind.SEQUENCE_TO_VECTOR), "local[2]", "run").epochs();
    assertThat(epochs.get(7).validation().get("accuracy")).isGreaterThan(0.9);
    assertThat(vocabulary(schema("run").input()).subwords().orElseThrow())
        .isInstanceOf(UnigramModel.class);
  }

  /** The file is read again for another run; another content makes other examples. */
  @Test
  void theSubwordsOfAFileAreUsedInAllColumns() throws IOException {
    train(tags(TokenizerSettings.learned()), "local[2]", "learned");
    Vocabulary learned = vocabulary(schema("learned").input());
    Path file = folder.resolve("tokenizer.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      TokenizerFile.write(List.of("<unk>"), learned.subwords().orElseThrow(), out);
    }
    UnfoldSettings given = tags(new TokenizerSettings(TokenizerSettings.Kind.BPE, "" + file));
    train(given, "local[2]", "given");
    assertThat(vocabulary(schema("given").input())).isEqualTo(learned);
    assertThat(vocabulary(schema("given").target()).subwords()).isEqualTo(learned.subwords());
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> train(given, "local[2]", "damaged"))
        .hasMessageContaining("corpus.tokenizer.file: file:" + file);
  }
}
